import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { unknownAmdCard } from '../../../../src/readers/gpu/amd/card.js';
import { knownCards } from '../../../../src/readers/gpu/drm/known-cards.js';
import { breakFile, errorNumbers } from '../../../helpers/machines/broken-file.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { sysFolder, sysMachine, writeFolder, type Folder } from '../../../helpers/machines/sys-machine.js';

const identity = { vendor: '0x1002\n', revision: '0xc8\n' };
const card = (device: string, slot: string): Folder => ({
  device: {
    ...identity,
    uevent: `DRIVER=amdgpu\nPCI_ID=1002:${device}\nPCI_SLOT_NAME=${slot}\n`,
    gpu_busy_percent: '37\n',
  },
});
const two = {
  class: { drm: { card0: card('744C', '0000:03:00.0'), card1: card('73BF', '0000:0c:00.0') } },
  bus: { pci: { devices: { '0000:03:00.0': {}, '0000:0c:00.0': {} } } },
};

const states = async (read: ReturnType<typeof amdReader>) =>
  (await read()).cards.map(({ id, state, usagePercent }) => [id, state, usagePercent]);
const first = ['0000:03:00.0', 'ok', 37];

void t.test('a card that answers no more is lost, hides no other, and heals', async (t) => {
  const folder = sysFolder(t, two);
  const read = amdReader(recordedHost(folder));
  const device = join(folder, 'sys/class/drm/card1/device');
  t.strictSame(await states(read), [first, ['0000:0c:00.0', 'ok', 37]]);
  rmSync(join(device, 'gpu_busy_percent'));
  const reading = await read();
  t.match(reading, {
    state: 'ok',
    cards: [{ state: 'ok' }, { state: 'lost', pciId: '1002:73bf', usagePercent: null }],
  });
  writeFolder(device, { gpu_busy_percent: '12\n' });
  t.strictSame(await states(read), [first, ['0000:0c:00.0', 'ok', 12]]);
});

void t.test('so is one that has left the bus with its folder, until it is there again', async (t) => {
  const folder = sysFolder(t, two);
  const read = amdReader(recordedHost(folder));
  await read();
  rmSync(join(folder, 'sys/class/drm/card1'), { recursive: true });
  rmSync(join(folder, 'sys/bus/pci/devices/0000:0c:00.0'), { recursive: true });
  t.strictSame(await states(read), [first, ['0000:0c:00.0', 'lost', null]]);
  writeFolder(join(folder, 'sys/class/drm'), { card7: card('73BF', '0000:0c:00.0') });
  t.match(await read(), { cards: [{ name: 'card0' }, { id: '0000:0c:00.0', name: 'card7', state: 'ok' }] });
});

void t.test('one that slept is left asleep while its state cannot be read', async (t) => {
  const folder = sysFolder(t, two);
  const read = amdReader(recordedHost(folder));
  const power = join(folder, 'sys/class/drm/card1/device/power');
  writeFolder(power, { runtime_status: 'suspended\n' });
  const asleep = [first, ['0000:0c:00.0', 'asleep', null]];
  t.strictSame(await states(read), asleep);
  for (const code of errorNumbers) {
    const mend = breakFile(join(power, 'runtime_status'), code);
    t.strictSame(await states(read), asleep, code);
    mend();
  }
  writeFolder(power, { runtime_status: 'active\n' });
  t.strictSame(await states(read), [first, ['0000:0c:00.0', 'ok', 37]]);
  writeFolder(power, { runtime_status: 'suspended\n' });
  t.strictSame(await states(read), asleep);
  rmSync(join(power, 'runtime_status'));
  t.strictSame(await states(read), [first, ['0000:0c:00.0', 'ok', 37]], 'its power is not managed any more');
});

void t.test('a name that could not be told at the start is told later, and then stays', async (t) => {
  const folder = sysFolder(t, { class: { drm: { card0: card('744C', '0000:03:00.0') } } });
  const device = join(folder, 'sys/class/drm/card0/device');
  const read = amdReader(recordedHost(folder));
  const model = async () => (await read()).cards.map((one) => one.model)[0];
  const mend = breakFile(join(device, 'revision'), 'EIO');
  t.equal(await model(), 'AMD GPU (1002:744c)');
  mend();
  t.equal(await model(), 'AMD Radeon RX 7900 XTX');
  const again = breakFile(join(device, 'revision'), 'EIO');
  t.equal(await model(), 'AMD Radeon RX 7900 XTX');
  again();
  writeFolder(device, { product_name: 'Radeon of a maker\n' });
  t.equal(await model(), 'Radeon of a maker', 'its own name goes before that of its kind');
  breakFile(join(device, 'product_name'), 'EIO');
  t.equal(await model(), 'Radeon of a maker');
});

void t.test('one that was taken from its driver is forgotten', async (t) => {
  const folder = sysFolder(t, two);
  const read = amdReader(recordedHost(folder));
  await read();
  rmSync(join(folder, 'sys/class/drm/card1'), { recursive: true });
  t.strictSame(await states(read), [first]);
  rmSync(join(folder, 'sys/bus/pci/devices/0000:0c:00.0'), { recursive: true });
  t.strictSame(await states(read), [first]);
});

void t.test('with no other card the backend is lost, with a remedy', async (t) => {
  const folder = sysFolder(t, { class: { drm: { card0: card('744C', '0000:03:00.0') } } });
  const read = amdReader(recordedHost(folder));
  await read();
  rmSync(join(folder, 'sys/class/drm/card0/device/gpu_busy_percent'));
  t.match(await read(), {
    state: 'lost',
    source: 'sysfs',
    reason: 'the card 0000:03:00.0 has answered before and does no more: it has left the bus',
    remedy: /amdgpu .*restart/,
    cards: [{ state: 'lost', model: 'AMD Radeon RX 7900 XTX' }],
  });
});

void t.test('a card that never answered is not lost but failed', async (t) => {
  const mute = {
    device: { ...identity, uevent: 'DRIVER=amdgpu\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n' },
  };
  const read = amdReader(sysMachine(t, { class: { drm: { card0: mute } } }));
  await read();
  t.match(await read(), { state: 'failed', cards: [{ state: 'failed' }] });
});

void t.test('a card that is not on a PCI bus is forgotten with its folder', (t) => {
  const seen = knownCards(sysMachine(t, {}));
  const one = { ...unknownAmdCard('card0'), id: 'fb000000.gpu' };
  t.notOk(seen.has(one));
  seen.remember(one, one);
  t.ok(seen.has(one));
  t.strictSame(seen.missing([one]), []);
  t.strictSame(seen.missing([]), []);
  t.notOk(seen.has(one));
  t.end();
});

void t.test('what a card is it stays while it is lost or sleeps', async (t) => {
  const folder = sysFolder(t, two);
  const device = join(folder, 'sys/class/drm/card1/device');
  const memory = { mem_info_vram_total: '536870912\n', mem_info_gtt_total: '66571993088\n' };
  writeFolder(device, { ...memory, product_name: 'AMD Radeon 8060S\n' });
  const read = amdReader(recordedHost(folder));
  const known = { model: 'AMD Radeon 8060S', integrated: true, memoryKind: 'carveout' };
  t.match((await read()).cards[1], { ...known, state: 'ok' });
  writeFolder(device, { power: { runtime_status: 'suspended\n' } });
  t.match((await read()).cards[1], { ...known, state: 'asleep', vramTotal: null });
  rmSync(device, { recursive: true });
  writeFolder(device, {
    ...identity,
    uevent: 'DRIVER=amdgpu\nPCI_ID=1002:73BF\nPCI_SLOT_NAME=0000:0c:00.0\n',
  });
  t.match((await read()).cards[1], { ...known, state: 'lost', vramTotal: null });
});
