import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseProcNetTcp } from '../../../src/parsers/proc/net-tcp.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { cpuTime, neverThrows } from '../../helpers/parsers/parser-contract.js';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';
const line = (local: string, remote: string, state = '01', uid = 2001, inode = 835076) =>
  `   8: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 2 0000000085f5fc9b 20 4 31 18 -1                   \n`;
const text =
  header +
  line('0100007F:AB33', '00000000:0000', '0A', 2001, 798136) +
  line('0100007F:AB33', '0100007F:BAF0') +
  line('0100007F:BAF0', '0100007F:AB33', '06', 0, 0) +
  line('0200A8C0:0016', '0300A8C0:AB34');
const listening = {
  localAddress: '127.0.0.1',
  localPort: 43_827,
  remotePort: 0,
  state: 10,
  uid: 2_001,
  inode: 798_136,
};

t.test('sockets with their ports, state, user and inode', (t) => {
  const sockets = parseProcNetTcp(text);
  t.strictSame(sockets, [
    listening,
    { ...listening, remotePort: 47_856, state: 1, inode: 835_076 },
    { ...listening, localPort: 47_856, remotePort: 43_827, state: 6, uid: 0, inode: 0 },
    { localAddress: '192.168.0.2', localPort: 22, remotePort: 43_828, state: 1, uid: 2_001, inode: 835_076 },
  ]);
  t.strictSame(parseProcNetTcp(text.slice(header.length)), sockets, 'without the first line');
  t.strictSame(parseProcNetTcp(header), []);
  t.strictSame(parseProcNetTcp(''), []);
  t.end();
});

t.test('only those of one port, at either end', (t) => {
  t.strictSame(parseProcNetTcp(text, { port: 43_827 }), parseProcNetTcp(text).slice(0, 3));
  t.match(parseProcNetTcp(text, { port: 22 }), [{ localPort: 22 }], 'four digits, whatever the number');
  t.strictSame(parseProcNetTcp(text, { port: 1 }), []);
  const both = line('0100007F:AB33', '0100007F:AB33');
  t.equal(parseProcNetTcp(both + both, { port: 43_827 }).length, 2, 'a line counts once');
  t.end();
});

t.test('addresses of IPv6, and of machines that order bytes the other way', (t) => {
  const of = (address: string, isBigEndian = false) =>
    parseProcNetTcp(line(`${address}:0016`, `${'0'.repeat(32)}:0000`), { isBigEndian })[0]?.localAddress;
  t.equal(of('00000000000000000000000000000000'), '::');
  t.equal(of('00000000000000000000000001000000'), '::1');
  t.equal(of('0000000000000000FFFF00000100007F'), '::ffff:127.0.0.1');
  t.equal(of('000080FE00000000FF005450B6AD1DFE'), 'fe80:0:0:0:5054:ff:fe1d:adb6');
  t.equal(of('7F000001', true), '127.0.0.1');
  t.equal(of('00000000000000000000000000000001', true), '::1');
  t.end();
});

t.test('a line that is cut off, or of another form, is left out', (t) => {
  const whole = line('0100007F:AB33', '00000000:0000', '0A', 2001, 798136);
  for (let end = 0; end < whole.indexOf('798136'); end += 1)
    t.strictSame(parseProcNetTcp(whole.slice(0, end)), []);
  t.strictSame(parseProcNetTcp(whole.replace('0100007F', '0100007')), []);
  neverThrows(t, (some) => [parseProcNetTcp(some), parseProcNetTcp(some, { port: 43_827 })], text);
  t.end();
});

t.test('ten thousand lines cost next to nothing where one port is wanted', (t) => {
  const many =
    header + line('0200A8C0:1F90', '0300A8C0:C001').repeat(10_000) + line('0100007F:AB33', '00000000:0000');
  t.equal(parseProcNetTcp(many, { port: 43_827 }).length, 1);
  t.equal(parseProcNetTcp(many).length, 10_001);
  const ms = cpuTime(() => parseProcNetTcp(many, { port: 43_827 }));
  t.ok(ms < 20, `${ms} ms`);
  t.end();
});

t.test('recorded lines of a runner and its Ollama', { skip }, (t) => {
  const recorded = readFileSync(join(captures, 'ollama-runner/proc/net-tcp-excerpt'), 'utf8');
  const lines = recorded.split('\n').filter((one) => one.trim() !== '');
  t.equal(parseProcNetTcp(recorded).length, lines.length, 'every line');
  const runner = parseProcNetTcp(recorded, { port: 43_827 });
  t.equal(runner.length, lines.filter((one) => one.includes(':AB33 ')).length);
  t.match(runner[0], { ...listening });
  t.match(parseProcNetTcp(recorded, { port: 18_901 })[0], { state: 10, uid: 2_001, localPort: 18_901 });
  t.end();
});
