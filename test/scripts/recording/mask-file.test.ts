import t from 'tap';
import { maskFile, maskTable } from '../../../scripts/recording/mask-file.js';
import { Masking } from '../../../scripts/recording/masking.js';

void t.test('serial numbers become zeros of the same length', (t) => {
  const masking = new Masking();
  t.equal(
    maskFile(
      masking,
      'proc/cpuinfo',
      'Revision\t: c03115\nSerial\t\t: 10000000abcdef12\nModel\t\t: A board\n',
    ),
    'Revision\t: c03115\nSerial\t\t: 0000000000000000\nModel\t\t: A board\n',
  );
  t.equal(maskFile(masking, 'sys/class/drm/card0/device/unique_id', '0xa1b2c3\n'), '0x000000\n');
  t.equal(
    maskFile(masking, 'commands/rocm-smi.stdout', '{"card0": {"Unique ID": "0xa1b2", "GPU use (%)": "7"}}'),
    '{"card0": {"Unique ID": "0x0000", "GPU use (%)": "7"}}',
  );
  t.equal(
    maskFile(
      masking,
      'commands/amd-smi-static.stdout',
      '[{"gpu": 0, "asic": {"asic_serial": "0x6F1F0A2B"}}]',
    ),
    '[{"gpu": 0, "asic": {"asic_serial": "0x00000000"}}]',
  );
  t.end();
});

void t.test('the file with the host name is hidden whole, however short the name', (t) => {
  t.equal(maskFile(new Masking(), 'proc/sys/kernel/hostname', 'pi\n'), 'host-1\n');
  t.end();
});

void t.test('a table is masked by its columns, a cell without a value stays', (t) => {
  const masking = new Masking();
  const fields = ['name', 'serial', 'uuid', 'hostname', 'memory.used'];
  t.equal(
    maskTable(
      masking,
      fields,
      'A card, 1650123, GPU-5f9e1c2a-1b2c-3d4e-5f60-718293a4b5c6, tower, 12\nA card, [N/A], [N/A], tower, 0\n',
    ),
    'A card, 0000000, GPU-00000000-0000-0000-0000-000000000001, host-1, 12\nA card, [N/A], [N/A], host-1, 0\n',
  );
  t.end();
});

void t.test('a program keeps its own name and loses the folders of its home', (t) => {
  const mask = (name: string) => maskTable(new Masking(), ['pid', 'process_name'], `12, ${name}\n`);
  t.equal(mask('/home/anna/secret/env/bin/python3'), '12, /home/user-1/folder-1/folder-2/folder-3/python3\n');
  t.equal(mask('/usr/bin/ollama'), '12, /usr/bin/ollama\n');
  t.equal(mask('[Not Found]'), '12, [Not Found]\n');
  t.end();
});

void t.test('a row whose columns cannot be told apart is left out', (t) => {
  t.equal(maskTable(new Masking(), ['pid', 'process_name'], '1, a, /home/anna\n2, b\n'), '2, b\n');
  t.end();
});
