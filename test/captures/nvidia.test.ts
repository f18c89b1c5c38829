import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { NvidiaStats } from '../../schemas/gpu/nvidia.js';
import { parseNvidiaSmiXml, type NvidiaSmiXmlCard } from '../../src/parsers/nvidia/smi-xml.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';

interface Line {
  file: string;
  expected: Record<string, unknown>[];
}

const folder = process.env['CAPTURES'];
const skip = folder === undefined ? 'CAPTURES is not set' : false;
const path = (file: string) => join(folder ?? '', file);

/** Lines of nvidia/ by the form of what was recorded: `nvidia-smi.test.ts` has the others. */
function linesOf(kind: RegExp): Line[] {
  const lines = readFileSync(path('expected.jsonl'), 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ file }) => file.startsWith('nvidia/') && kind.test(file));
}

t.test('every line about NVIDIA is of a form that some test reads', { skip }, (t) => {
  const forms = [/\.(csv|txt)$/, /\.xml$/, /\/$/].map((form) => linesOf(form).length);
  t.same(forms, [26, 6, 1]);
  t.equal(linesOf(/./).length, 33);
  t.end();
});

t.test('every recorded XML document gives what it should', { skip }, (t) => {
  for (const { file, expected } of linesOf(/\.xml$/)) {
    const cards = parseNvidiaSmiXml(readFileSync(path(file), 'utf8'));
    t.same(cards.map((card, place) => inTheirWords(card, expected[place])), expected, file); // prettier-ignore
  }
  t.end();
});

/** Their `mig` is there only for cards that are split. */
function inTheirWords(card: NvidiaSmiXmlCard, expected: Record<string, unknown> = {}) {
  const mig = card.migInstances.map((one) => ({
    index: String(one.index),
    gi: String(one.gpuInstanceId),
    ci: String(one.computeInstanceId),
    vramTotal: one.memoryTotal,
    vramUsed: one.memoryUsed,
  }));
  return {
    id: card.pciAddress,
    name: card.name,
    uuid: card.uuid,
    util: card.usagePercent,
    vramTotal: card.memoryTotal,
    vramUsed: card.memoryUsed,
    vramFree: card.memoryFree,
    vramReserved: card.memoryReserved,
    tempC: card.celsius,
    powerW: card.watts,
    fanPct: card.fanPercent,
    ...('mig' in expected || mig.length > 0 ? { mig } : {}),
  };
}

t.test(
  'a recorded sysfs tree feeds the whole service where the driver cannot be asked',
  { skip },
  async (t) => {
    const lines = linesOf(/\/$/);
    for (const { file, expected } of lines) {
      const { app, get } = await recordedApp(machineOf(t, path(file)));
      t.teardown(() => app.close());
      const { body } = (await get('/stats/gpu/nvidia')) as { body: NvidiaStats };
      t.match(body, { state: 'failed', reason: /there is an NVIDIA card/, remedy: /Install/ });
      const shown = body.gpus.map(({ pci_address, pcie_generation, pcie_width, state }) => ({
        slot: pci_address,
        link: [generations[pcie_generation ?? 0], String(pcie_width)],
        state,
      }));
      t.same(shown, expected.map(({ slot, link }) => ({ slot, link, state: 'failed' })), file); // prettier-ignore
    }
  },
);

const generations: Record<number, string> = { 1: '2.5 GT/s PCIe', 2: '5.0 GT/s PCIe', 3: '8.0 GT/s PCIe' };

/** A machine of which only this card is known; the recorded files are padded with zeros, real ones are not. */
function machineOf(t: Test, tree: string): string {
  const machine = t.testdir({
    'machine.json': '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}',
  });
  const device = 'sys/class/drm/card1/device';
  mkdirSync(join(machine, device), { recursive: true });
  cpSync(join(tree, 'card1/device'), join(machine, device), { recursive: true });
  for (const name of ['vendor', 'uevent', 'current_link_speed', 'current_link_width']) {
    const file = join(machine, device, name);
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\0', ''));
  }
  return machine;
}
