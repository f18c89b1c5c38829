import { execFileSync, spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { blockUnit, methods } from '../../../src/host/helper/file-system.js';
import { fragmentSize } from '../../../src/host/helper/fragment-size.js';
import { withoutCompiler } from '../../helpers/machines/nvml-stand-in.js';

const isLinux = process.platform === 'linux';
const source = join(import.meta.dirname, '../../../../test/fixtures/fuse/stand-in.c');
const program = join(import.meta.dirname, 'fuse-size-process.js');

/** What the stand-in says where this user may not mount. */
const mayNotMount = 77;

/** What a program says of a FUSE file system of this size, mounted for it alone; null where none can be mounted. */
function onFuse(t: Test, size: readonly number[], command: (mount: string) => string[]): string | null {
  const folder = t.testdir({ mount: {} });
  const [standIn, mount] = [join(folder, 'stand-in'), join(folder, 'mount')];
  execFileSync('cc', ['-o', standIn, source]);
  const args = [mount, ...size.map(String), ...command(mount)];
  const { status, stdout, stderr } = spawnSync(standIn, args, { encoding: 'utf8', timeout: 60_000 });
  if (status === mayNotMount) return null;
  if (status !== 0) throw new Error(`ended with ${status}: ${stderr}`);
  return stdout;
}

t.test(
  'a FUSE file system whose blocks are counted in another unit has the size that df gives it',
  { skip: withoutCompiler || !isLinux },
  async (t) => {
    // As Docker Desktop shows a disk of a Mac.
    const size = [1_048_576, 4_096, 120_699_413, 30_899_414, 30_899_413];
    const told = onFuse(t, size, (mount) => [process.execPath, program, mount]);
    if (told === null) {
      t.pass('this user may not mount');
      return;
    }
    t.match(JSON.parse(told), {
      total: 494_384_795_648,
      free: 30_899_414 * 4_096,
      available: 30_899_413 * 4_096,
    });
    const df = onFuse(t, size, (mount) => ['stat', '-f', '-c', '%b %S', mount]);
    t.equal(df?.trim(), '120699413 4096');
  },
);

t.test(
  'of file systems of this machine the unit is what Node tells, and the C library',
  { skip: !isLinux },
  async (t) => {
    for (const path of ['/', '/proc', t.testdir({})]) {
      const { bsize, blocks } = statfsSync(path);
      t.equal(await fragmentSize()(path), bsize, path);
      t.equal((await methods.size(path)).total, blocks * bsize);
    }
    t.equal(await fragmentSize()(Buffer.from('/')), statfsSync('/').bsize, 'names need not be UTF-8');
    await t.rejects(fragmentSize()('/nothing/here'), /does not tell/);
  },
);

t.test('where the C library cannot be asked a unit that may be another is not made up', async (t) => {
  const told = { type: 0, bsize: 1_048_576, blocks: 1, bfree: 1, bavail: 1, files: 0, ffree: 0 };
  const absent = () => Promise.reject(new Error("Cannot find package 'koffi'"));
  const [fuse, nfs] = [0x65735546, 0x6969];
  await t.rejects(blockUnit({ ...told, type: fuse }, '/mnt', absent), /^its size cannot be told: .* koffi/);
  t.equal(await blockUnit({ ...told, type: nfs }, '/mnt', absent), 1_048_576, 'NFS tells one size for both');
  const newer = { ...told, type: fuse, frsize: 4_096 };
  t.equal(await blockUnit(newer, '/mnt', absent), 4_096, 'newer versions of Node tell it');
});
