import t from 'tap';
import { Failure } from '../../../src/failures.js';
import { noPressure } from '../../../src/parsers/proc/pressure.js';
import { portableMemoryReader } from '../../../src/readers/portable/memory.js';
import { recordedHost } from '../../helpers/machines/recorded-host.js';

const unknown = {
  isEstimated: false,
  buffers: null,
  cached: null,
  shared: null,
  zfsArc: null,
  limit: null,
  limitReason: null,
  pressure: noPressure,
  fields: null,
  vmstat: null,
};

/** The reading of a recorded machine on which the library gives some values otherwise. */
async function read(folder: string, changes: object = {}) {
  const host = recordedHost(folder);
  const mem = async () => ({ ...(await host.portable.mem()), ...changes });
  return portableMemoryReader({ ...host, portable: { ...host.portable, mem } })();
}

t.test('macOS: what is not available is what applications, the kernel and compression hold', async (t) => {
  t.same(await read('darwin-arm64__laptop'), {
    ...unknown,
    total: 24 * 2 ** 30,
    available: 12 * 2 ** 30,
    free: 2 ** 28,
    swapTotal: 2 * 2 ** 30,
    swapFree: 2 ** 31 - 805_306_368,
  });
});

t.test('Windows: what it calls free is what is available', async (t) => {
  t.same(await read('win32-x64__desktop'), {
    ...unknown,
    total: 17_095_458_816,
    available: 6 * 2 ** 30,
    free: null,
    swapTotal: 2_550_136_832,
    swapFree: 2_445_279_232,
  });
});

t.test('FreeBSD: the library never asks for swap', async (t) => {
  t.same(await read('freebsd-x64__server'), {
    ...unknown,
    total: 16 * 2 ** 30,
    available: 6 * 2 ** 30,
    free: 2 * 2 ** 30,
    swapTotal: null,
    swapFree: null,
  });
});

t.test('macOS without swap has 0 of it, elsewhere 0 means not known', async (t) => {
  const none = { swaptotal: 0, swapused: 0, swapfree: 0 };
  t.match(await read('darwin-arm64__laptop', none), { swapTotal: 0, swapFree: 0 });
  t.match(await read('win32-x64__desktop', none), { swapTotal: null, swapFree: null });
});

t.test('what the library puts in the place of an answer is unknown', async (t) => {
  const cases: [changes: object, folder: string][] = [
    [{ buffcache: 0, available: 2 ** 28 }, 'darwin-arm64__laptop'],
    [{ active: 0, available: 24 * 2 ** 30 }, 'darwin-arm64__laptop'],
    [{ available: 25 * 2 ** 30 }, 'darwin-arm64__laptop'],
    [{ available: NaN, buffcache: NaN, active: NaN }, 'freebsd-x64__server'],
  ];
  for (const [changes, folder] of cases) t.match(await read(folder, changes), { available: null });
  t.match(await read('freebsd-x64__server', { free: NaN }), { free: null });
  t.match(await read('darwin-arm64__laptop', { swaptotal: NaN, swapfree: NaN }), {
    swapTotal: null,
    swapFree: null,
  });
  await t.rejects(read('freebsd-x64__server', { total: NaN }), Failure);
});
