import t from 'tap';
import { Masking } from '../../../scripts/recording/masking.js';

void t.test('a UUID gets the same stand-in wherever it occurs, and keeps what stands before it', (t) => {
  const masking = new Masking();
  t.equal(
    masking.mask('GPU 0: A card (UUID: GPU-5f9e1c2a-1b2c-3d4e-5f60-718293a4b5c6)'),
    'GPU 0: A card (UUID: GPU-00000000-0000-0000-0000-000000000001)',
  );
  t.equal(
    masking.mask('MIG-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee GPU-5F9E1C2A-1B2C-3D4E-5F60-718293A4B5C6'),
    'MIG-00000000-0000-0000-0000-000000000002 GPU-00000000-0000-0000-0000-000000000001',
  );
  t.strictSame(masking.report, [{ kind: 'UUID', values: 2 }]);
  t.end();
});

void t.test('addresses of the network are hidden, those that everybody has are not', (t) => {
  const masking = new Masking();
  const text = 'addr=10.1.2.3,clientaddr=fe80::1ff:fe23:4567:890a 10.1.2.4:2049 127.0.0.1 0.0.0.0 ::1';
  t.equal(masking.mask(text), 'addr=192.0.2.1,clientaddr=2001:db8::1 192.0.2.2:2049 127.0.0.1 0.0.0.0 ::1');
  t.equal(
    masking.mask('ether 3c:7c:3f:12:34:56 00:00:00:00:00:00'),
    'ether 02:00:00:00:00:01 00:00:00:00:00:00',
  );
  t.equal(
    masking.mask('enx3c7c3f123456: 1 2'),
    'enx020000000001: 1 2',
    'the same address, in the name of a card',
  );
  t.end();
});

void t.test('what only looks like an address stays', (t) => {
  const ordinary = [
    'Linux version 5.15.167.4-microsoft-standard-WSL2',
    '0000:0f:00.0',
    '00000000:1B:00.0',
    '2026/03/14 09:26:53.612',
    '95.04.69.00.0b',
    '0::/system.slice/ssh.service',
    '22 27 0:21 / /proc rw,relatime shared:12 - proc proc rw',
    'cpu  24104 0 8168 361077 1250 0 320 1858 0 0',
    '0x00000000000000ff',
  ];
  const masking = new Masking();
  t.strictSame(
    ordinary.map((text) => masking.mask(text)),
    ordinary,
  );
  t.strictSame(masking.report, []);
  t.end();
});

void t.test('names of homes and of mounted media are hidden, folder by folder', (t) => {
  const masking = new Masking();
  t.equal(masking.mask('/home/anna/Secret/tool /home/ben'), '/home/user-1/folder-1/folder-2 /home/user-2');
  t.equal(masking.mask('/run/media/anna/Photos\\0402019'), '/run/media/folder-3/folder-4');
  t.equal(masking.mask('/usr/bin/ollama /var/lib/docker'), '/usr/bin/ollama /var/lib/docker');
  t.end();
});

void t.test('a hidden name is hidden as a whole word, the longer name first', (t) => {
  const masking = new Masking();
  masking.hide('host', 'tower');
  masking.hide('host', 'tower.example.org');
  t.equal(
    masking.mask('tower tower.example.org towers watch-tower /tower/x'),
    'host-1 host-2 towers watch-tower /host-1/x',
  );
  t.end();
});

void t.test('a name too short to be told from ordinary words is replaced only where it was found', (t) => {
  const masking = new Masking();
  t.equal(masking.hide('host', 'vm'), 'host-1');
  t.equal(masking.mask('flags: vm vmx (root@vm)'), 'flags: vm vmx (user-1@host-1)');
  t.end();
});

void t.test('identifiers of containers keep their length, a long decimal number stays', (t) => {
  const masking = new Masking();
  const id = 'ab12'.repeat(16);
  t.equal(masking.mask(`docker-${id}.scope`), `docker-${'1'.padStart(64, '0')}.scope`);
  t.equal(masking.mask('br-0123456789ab'), 'br-000000000002');
  t.equal(masking.mask('12345678901234567890123456789012'), '12345678901234567890123456789012');
  t.end();
});

void t.test('masking what is masked changes nothing', (t) => {
  const masking = new Masking();
  masking.hide('host', 'tower');
  const once = masking.mask(
    'tower (anna@build7) /home/anna/x /mnt/disk 10.0.0.1 fe80::1 3c:7c:3f:12:34:56 ' +
      `GPU-5f9e1c2a-1b2c-3d4e-5f60-718293a4b5c6 ${'ab12'.repeat(8)} username=anna,domain=HOME`,
  );
  t.equal(masking.mask(once), once);
  t.notMatch(once, /tower|anna|build7|disk|10\.0|fe80|3c:7c|5f9e|ab12|HOME/);
  t.end();
});
