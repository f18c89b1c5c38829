import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { portableOtherReader } from '../../../../src/readers/portable/gpu/other.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const controller = (vendor: string, model: string) => ({
  ...{ vendor, model, bus: 'PCI', vram: 4095, vramDynamic: false, driverVersion: '31.0.24002.92' },
});

/** The cards of a machine whose library tells this. */
function machine(graphics: () => Promise<unknown>, platform: NodeJS.Platform = 'win32') {
  let requested = 0;
  const host = writtenHost({}, { platform });
  const counted = () => {
    requested += 1;
    return graphics();
  };
  const portable = { ...host.portable, graphics: counted } as typeof host.portable;
  return { read: portableOtherReader({ ...host, portable }), clock: host.clock, requested: () => requested };
}

void t.test('a card is told with who it is and nothing else, once an hour', async (t) => {
  const { read, clock, requested } = machine(() =>
    Promise.resolve([
      controller('NVIDIA', 'NVIDIA GeForce RTX 4070'),
      controller('Advanced Micro Devices, Inc.', 'AMD Radeon RX 6800 XT'),
      controller('Microsoft', 'Microsoft Remote Display Adapter'),
      controller('Intel Corporation', ''),
    ]),
  );
  const { cards, ...backend } = await read();
  t.strictSame(backend, { state: 'ok', source: 'systeminformation', reason: null, remedy: null, driverVersion: null }); // prettier-ignore
  t.match(cards, [
    { id: 'amd-radeon-rx-6800-xt-0', model: 'AMD Radeon RX 6800 XT', vramTotal: null, usagePercent: null },
    { id: 'intel-corporation-1', name: null, model: 'Intel Corporation', driverVersion: '31.0.24002.92' },
  ]);
  t.equal(cards.length, 2);
  await read();
  t.equal(requested(), 1);
  await clock.advance(3_600_000);
  await read();
  t.equal(requested(), 2);
});

void t.test('a system without such cards, or that does not tell them, has none', async (t) => {
  t.match(await machine(() => Promise.resolve([])).read(), { state: 'absent', cards: [] });
  const untold = machine(() => Promise.reject(new Failure('unsupported', 'no')), 'freebsd');
  t.match(await untold.read(), { state: 'absent', reason: /does not tell/ });
  const mac = machine(() => Promise.resolve([]), 'darwin');
  t.match(await mac.read(), { state: 'absent', reason: /apple backend/ });
  t.equal(mac.requested(), 0);
});

void t.test('a library that does not answer is asked again by the next reading', async (t) => {
  const answers = [
    () => Promise.reject(new Failure('timeout', 'late')),
    () => Promise.resolve([controller('AMD', 'Radeon')]),
  ];
  const { read } = machine(() => answers.shift()?.() ?? Promise.resolve([]));
  await t.rejects(read(), { code: 'timeout' });
  t.match(await read(), { state: 'ok', cards: [{ model: 'Radeon' }] });
});
