import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { systemErrorCode } from '../../src/failures.js';
import { nvmlMachine } from '../helpers/machines/nvml-machine.js';
import { withoutCompiler } from '../helpers/machines/nvml-stand-in.js';
import { realService } from '../helpers/service/real-service.js';
import { writeFolder } from '../helpers/machines/sys-machine.js';

// The sources are compiled once more.
t.setTimeout(240_000);

const root = join(import.meta.dirname, '../../..');

/** How many places outside of tests each example may change: what docs/adding.md promises. */
const examples = { field: 8, vendor: 6, 'host-metric': 7, view: 4 };

const patchOf = (name: string) => join(root, 'docs/adding', `${name}.patch`);

/** Places that a patch changes, without those in tests. */
function placesOf(patch: string): number {
  return patch
    .split(/^diff --git a\//m)
    .filter((file) => file !== '' && !file.startsWith('test/'))
    .reduce((places, file) => places + (file.match(/^@@ /gm)?.length ?? 0), 0);
}

function gitIsMissing(): string | false {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return false;
  } catch (thrown) {
    if (systemErrorCode(thrown) !== 'ENOENT') throw thrown;
    return 'there is no git to apply the patches with';
  }
}

/** A copy of the sources with all examples applied, compiled. */
function changedCopy(t: Test): string {
  const copy = mkdtempSync(join(tmpdir(), 'adding-'));
  t.teardown(() => rmSync(copy, { recursive: true, force: true }));
  for (const folder of ['src', 'plugins', 'schemas', 'dashboard', 'test/fixtures/nvml']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const name of Object.keys(examples)) {
    execFileSync('git', ['apply', patchOf(name)], { cwd: copy, env: { PATH: process.env['PATH'] } });
  }
  const withoutMaps = ['--declaration', 'false', '--sourceMap', 'false'];
  const compiler = ['node_modules/typescript/bin/tsc', '--outDir', 'dist', ...withoutMaps];
  execFileSync(process.execPath, compiler, { cwd: copy });
  execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs'), join(copy, 'dist')]);
  cpSync(join(root, 'dist/dashboard'), join(copy, 'dist/dashboard'), { recursive: true });
  return copy;
}

async function ask(url: string): Promise<string> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url} is a ${answer.status}`);
  return answer.text();
}

t.test('an example changes no more places than its page says', (t) => {
  for (const [name, most] of Object.entries(examples)) {
    const places = placesOf(readFileSync(patchOf(name), 'utf8'));
    t.ok(places > 0 && places <= most, `${name}: ${places} places`);
  }
  t.end();
});

t.test(
  'what the examples add is compiled and served',
  { skip: gitIsMissing() || withoutCompiler },
  async (t) => {
    const copy = changedCopy(t);
    const machine = nvmlMachine(t, { source: join(copy, 'test/fixtures/nvml/stand-in.c') });
    machine.write('proc/sys/kernel/random/entropy_avail', '256\n');
    writeFolder(join(machine.folder, 'sys'), {
      class: {
        drm: {
          card0: {
            device: {
              vendor: '0x1ed5\n',
              uevent: 'DRIVER=mtgpu\nPCI_ID=1ED5:0201\nPCI_SLOT_NAME=0000:0d:00.0\n',
              board_name: 'MTT S80\n',
            },
          },
        },
      },
    });
    const { places } = machine;
    const { url } = await realService(
      t,
      {
        ...{ SYSMON_NVML: places.nvml, SYSMON_ROOT: places.root, SYSMON_PROC: places.proc },
        ...{ SYSMON_SYS: places.sys, SYSMON_NVIDIA_SMI: places.nvidiaSmi },
      },
      join(copy, 'dist/src/main.js'),
    );

    const nvidia = JSON.parse(await ask(`${url}/stats/gpu/nvidia`)) as object;
    t.match(nvidia, { gpus: [{ power_limit_default_watts: 350 }] });
    const own = JSON.parse(await ask(`${url}/stats/gpu/moore-threads`)) as object;
    t.match(own, { state: 'ok', gpus: [{ id: '0000:0d:00.0', board: 'MTT S80' }] });
    const all = JSON.parse(await ask(`${url}/stats/gpu`)) as { gpus: { vendor: string }[] };
    t.ok(all.gpus.some(({ vendor }) => vendor === 'moore-threads'));
    const metrics = await ask(`${url}/metrics`);
    t.match(metrics, /^node_entropy_available_bits 256$/m);
    t.match(metrics, /^sysmon_gpu_power_limit_default_watts\{[^}]+\} 350$/m);
    const problems = JSON.parse(await ask(`${url}/stats/problems`)) as object;
    t.match(problems, { problems: Array });
    const document = JSON.parse(await ask(`${url}/openapi.json`)) as { paths: object };
    for (const path of ['/stats/problems', '/stats/gpu/moore-threads']) t.ok(path in document.paths, path);
  },
);
