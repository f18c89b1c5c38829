import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseVramManager } from '../../src/parsers/intel/vram-mm.js';
import { parsePcieSpeed, parsePcieWidth } from '../../src/parsers/pci/link.js';
import { captures, recordedText, recordingsIn, skip } from '../helpers/machines/captures.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { sysFolder } from '../helpers/machines/sys-machine.js';

const recordings = recordingsIn('intel');
const trees = recordings.filter(({ file }) => file.endsWith('/'));
const texts = recordings.filter(({ file }) => !file.endsWith('/'));

t.test('no recording is missing', { skip }, (t) => {
  t.ok(trees.length >= 3, `${trees.length} sysfs trees`);
  t.ok(texts.length >= 1, `${texts.length} files of debugfs`);
  t.end();
});

/** How each expected value stands in a body; the energy that counts is the first that is not 0. */
const inBody: Record<string, (value: never) => object> = {
  card: (name: string) => ({ name }),
  driver: (kernel_driver: string) => ({ kernel_driver }),
  pciId: (id: string) => ({ pci_id: id.toLowerCase() }),
  slot: (slot: string) => ({ id: slot, pci_address: slot }),
  link: ([speed, width]: [string, string]) => ({
    pcie_generation: parsePcieSpeed(speed),
    pcie_width: parsePcieWidth(width),
  }),
  tempsC: ({ pkg, temp1, vram }: Record<string, number>) => ({
    temperature_celsius: pkg ?? temp1 ?? null,
    memory_celsius: vram ?? null,
  }),
  energy1uJ: (energy: number) => (energy === 0 ? {} : { energy_joules: Number((energy / 1e6).toFixed(3)) }),
  energy2uJ: (energy: number) => ({ energy_joules: Number((energy / 1e6).toFixed(3)) }),
  fanRpm: (fan_rpm: number) => ({ fan_rpm }),
  i915ActFreqMHz: (clock_graphics_mhz: number) => ({ clock_graphics_mhz }),
  xeActFreqMHz: (clock_graphics_mhz: number) => ({ clock_graphics_mhz }),
  xeGtidleMs: () => ({}),
};

/** A recording stands still: its GPU was never idle between two readings, which is no measurement of one that rests. */
function usageOf({ xeGtidleMs, xeActFreqMHz }: Record<string, unknown>): object {
  if (xeGtidleMs === undefined) return {};
  const isResting = xeActFreqMHz === 0;
  return isResting
    ? { usage_percent: null, usage_source: null }
    : { usage_percent: 100, usage_source: 'idle residency' };
}

for (const { file, expected } of trees) {
  t.test(file, async (t) => {
    const [values = {}, ...more] = Array.isArray(expected) ? expected : [expected];
    t.strictSame(more, []);
    const folder = join(captures, file);
    const name = readdirSync(folder).find((entry) => /^card\d+$/.test(entry)) ?? '';
    const service = await recordedApp(
      sysFolder(t, { class: { drm: { [name]: `-> ${join(folder, name)}` } } }),
    );
    const { body } = await service.get('/stats/gpu/intel');
    const wanted = Object.entries(values).map(([key, value]) => {
      const place = inBody[key];
      if (place === undefined) throw new Error(`nothing is known of ${key}`);
      return place(value as never);
    });
    const gpus = [{ ...Object.assign({}, ...wanted), ...usageOf(values), state: 'ok' }];
    t.match(body, { state: 'ok', source: 'sysfs', gpus });
    t.notMatch(body, { gpus: [{ model: /8086:/ }] }, 'its product is known');
    await service.app.close();
  });
}

for (const recording of texts) {
  t.test(recording.file, (t) => {
    const { vramTotal: total, vramUsed: used } = recording.expected as Record<string, unknown>;
    t.strictSame(parseVramManager(recordedText(recording)), { total, used });
    t.end();
  });
}
