import t from 'tap';
import { amdReader } from '../../../../src/readers/gpu/amd/reader.js';
import { hanging, sysMachine, type Folder } from '../../../helpers/machines/sys-machine.js';

/** A machine with so many cards, `card<N>` at bus N. */
function cards(count: number): Folder {
  const card = (index: number) => ({
    device: {
      vendor: '0x1002\n',
      uevent: `DRIVER=amdgpu\nPCI_ID=1002:73BF\nPCI_SLOT_NAME=0000:0${index}:00.0\n`,
      revision: '0xc0\n',
      driver: '-> ../../../../bus/pci/drivers/amdgpu',
      gpu_busy_percent: '7\n',
      mem_info_vram_total: '1000\n',
      hwmon: { hwmon0: { temp1_input: '50000\n', temp1_label: 'edge\n' } },
    },
  });
  const all = Object.fromEntries(Array.from({ length: count }, (_, index) => [`card${index}`, card(index)]));
  return { class: { drm: all } };
}

const filesOf = (opened: string[], card: string) =>
  opened.filter((path) => path.startsWith(`class/drm/${card}/`)).map((path) => path.split('/device/')[1]);

void t.test('a hung card costs one open file and itself; the others are read', async (t) => {
  const { host, opened } = hanging(sysMachine(t, cards(3)), (path) =>
    path.startsWith('class/drm/card1/device/gpu_'),
  );
  const read = amdReader(host);
  const reading = await host.clock.until(read());
  t.equal(reading.state, 'ok');
  t.same(
    reading.cards.map(({ id, model, state, usagePercent, celsius }) => [
      id,
      model,
      state,
      usagePercent,
      celsius,
    ]),
    [
      ['0000:00:00.0', 'AMD Radeon RX 6900 XT', 'ok', 7, 50],
      ['0000:01:00.0', 'AMD Radeon RX 6900 XT', 'timeout', null, null],
      ['0000:02:00.0', 'AMD Radeon RX 6900 XT', 'ok', 7, 50],
    ],
  );
  t.equal(filesOf(opened, 'card1').at(-1), 'gpu_busy_percent', 'nothing is opened after it');
  t.ok(host.clock.monotonic() <= 1100, `took ${host.clock.monotonic()} ms`);
});

void t.test('while it hangs it is not asked again, and it comes back', async (t) => {
  const { host, opened, release } = hanging(sysMachine(t, cards(1)), (path) => path.endsWith('temp1_input'));
  const read = amdReader(host);
  const first = await host.clock.until(read());
  t.match(first, { state: 'timeout', reason: /did not answer within 1 s/, remedy: /dmesg/ });
  t.match(first.cards, [{ id: '0000:00:00.0', state: 'timeout', usagePercent: null }]);

  opened.length = 0;
  const before = host.clock.monotonic();
  t.match(await read(), { state: 'timeout', cards: [{ state: 'timeout' }] });
  t.equal(host.clock.monotonic(), before, 'known at once');
  t.same(filesOf(opened, 'card0'), ['vendor', 'uevent', 'revision'], 'only what the kernel itself knows');

  release();
  t.match(await read(), { state: 'ok', cards: [{ state: 'ok', usagePercent: 7, celsius: 50 }] });
});

void t.test('however many cards hang, only three files stay open', async (t) => {
  const hung = (path: string) => path.endsWith('gpu_busy_percent');
  const { host, opened } = hanging(sysMachine(t, cards(6)), hung);
  const read = amdReader(host);
  for (let round = 0; round < 3; round += 1) {
    const { state, cards: six } = await host.clock.until(read());
    t.equal(state, 'timeout');
    t.same(
      six.map((card) => card.state),
      Array.from({ length: 6 }, () => 'timeout'),
    );
  }
  t.equal(opened.filter(hung).length, 3);
});

void t.test('a card that answers everything, but slowly, does not take longer than its second', async (t) => {
  const { host } = hanging(sysMachine(t, cards(2)), () => false);
  const slow = {
    ...host,
    sys: {
      ...host.sys,
      deviceText: async (path: string, deadline: number) => {
        if (path.includes('card0')) await new Promise<void>((wake) => host.clock.setTimer(300, () => wake()));
        return host.sys.deviceText(path, deadline);
      },
    },
  };
  const reading = await host.clock.until(amdReader(slow)());
  t.same(
    reading.cards.map(({ state }) => state),
    ['timeout', 'ok'],
  );
  t.ok(host.clock.monotonic() <= 1300, `took ${host.clock.monotonic()} ms`);
});

void t.test(
  'a file that may not be read costs only its value; a card of which none may be says so',
  async (t) => {
    const { host } = hanging(sysMachine(t, cards(2)), () => false);
    const { Failure } = await import('../../../../src/failures.js');
    const denied = {
      ...host,
      sys: {
        ...host.sys,
        deviceText: (path: string, deadline: number) => {
          const stored = /\/(?:vendor|uevent|revision|runtime_status)$/.test(path);
          const refused = path.includes('card0') ? path.endsWith('temp1_input') : !stored;
          if (refused) return Promise.resolve(new Failure('no_permission', `/sys/${path} may not be read`));
          return host.sys.deviceText(path, deadline);
        },
      },
    };
    const { state, cards: parsed } = await amdReader(denied)();
    t.equal(state, 'ok');
    t.match(parsed, [
      { state: 'ok', usagePercent: 7, celsius: null },
      { state: 'no_permission', usagePercent: null, vramTotal: null },
    ]);
  },
);
