import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { recordMachine } from '../../../scripts/recording/record-machine.js';
import { Failure } from '../../../src/failures.js';
import { hostsFolder, recordedHost } from '../../helpers/machines/recorded-host.js';

const machine = 'linux-x64__desktop-16-threads';

/** Records a recorded machine once more. */
async function recordAgain(folder: string, changes: Parameters<typeof recordedHost>[1] = {}) {
  const host = recordedHost(machine, changes);
  return host.clock.until(recordMachine(host, 'root', folder));
}

void t.test('a recorded machine recorded again is the same machine', async (t) => {
  const folder = t.testdir();
  const { files } = await recordAgain(folder);
  const own = files.filter((file) => !file.startsWith('commands/'));
  const text = (base: string, file: string) =>
    existsSync(join(base, file)) ? readFileSync(join(base, file), 'utf8') : null;
  for (const file of own.filter((name) => !name.endsWith('.json') && !name.endsWith('/driver'))) {
    t.equal(text(folder, file), text(join(hostsFolder, machine), file), file);
  }
  t.ok(own.includes('before/proc/stat') && own.includes('before/proc/net/dev'), 'counters have two frames');
  t.notOk(own.includes('before/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq'), 'unchanged: one');
  const again = recordedHost(folder);
  const before = recordedHost(machine);
  t.strictSame(again.machine, before.machine);
  t.equal(again.sys.linkName('class/drm/card0/device/driver'), 'amdgpu');
  const query = ['--query-gpu=uuid,memory.used,clocks.sm', '--format=csv,noheader,nounits'];
  const ask = (host: typeof again) => host.programs.nvidiaSmi.run(query, { deadline: 1_000 });
  t.strictSame(await ask(again), await ask(before));
  const limits = { deadline: 1_000, maxBytes: 10_000 };
  t.strictSame(
    (await again.ollama.get('/api/version', limits)).status,
    (await before.ollama.get('/api/version', limits)).status,
  );
});

void t.test('what cannot be read is named and costs nothing else', async (t) => {
  const host = recordedHost(machine);
  const sys = {
    ...host.sys,
    deviceText: (path: string) =>
      path.endsWith('gpu_busy_percent')
        ? Promise.resolve(new Failure('timeout', 'the card did not answer'))
        : Promise.resolve('1\n'),
  };
  const { files, notes } = await recordAgain(t.testdir(), { sys });
  t.ok(notes.includes('the card did not answer'));
  t.ok(files.includes('sys/class/drm/card0/device/mem_info_vram_total'));
  t.notOk(files.includes('sys/class/drm/card0/device/gpu_busy_percent'));
});
