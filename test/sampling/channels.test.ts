import t from 'tap';
import type { Frame, Listener } from '../../src/sampling/channel.js';
import { Channels } from '../../src/sampling/channels.js';
import { FakeClock } from '../helpers/fake-clock.js';

const deaf: Listener<Frame> = { frame: () => undefined, replay: () => undefined, missed: () => undefined };
const frame = (id: number, { length }: Uint8Array): Frame => ({ id, bytes: length });
const subscription = (make = () => Promise.resolve(Buffer.alloc(0))) => {
  return () => ({ interval: 1_000, delay: 100, make, frame });
};

t.test(
  'the same wish is one channel; it outlives its last listener by half a minute, for those who come back',
  async (t) => {
    const clock = new FakeClock();
    const channels = new Channels(clock);
    const [a, b] = [
      channels.subscribe('x', subscription(), deaf, null),
      channels.subscribe('x', subscription(), { ...deaf }, null),
    ];
    t.equal(channels.size, 1);
    a();
    b();
    await clock.advance(29_000);
    t.equal(channels.size, 1);
    const back = channels.subscribe('x', subscription(), deaf, null);
    await clock.advance(60_000);
    t.equal(channels.size, 1, 'and stays while somebody has come back');
    back();
    await clock.advance(30_000);
    t.equal(channels.size, 0);
    t.equal(clock.timers, 0);
  },
);

t.test('ever new wishes of clients that have left do not pile up', async (t) => {
  const clock = new FakeClock();
  const channels = new Channels(clock);
  const stays = channels.subscribe('stays', subscription(), deaf, null);
  for (let number = 0; number < 100; number += 1)
    channels.subscribe(`wish ${number}`, subscription(), { ...deaf }, null)();
  t.equal(channels.size, 17);
  stays();
  channels.stop();
  await clock.advance(100_000);
  t.equal(channels.size, 0);
  t.equal(clock.timers, 0);
});

t.test('all channels together keep 16 MiB', async (t) => {
  const clock = new FakeClock();
  const channels = new Channels(clock);
  const big = subscription(() => Promise.resolve(Buffer.alloc(2 ** 20)));
  const leaves = ['a', 'b'].map((key) => channels.subscribe(key, big, { ...deaf }, null));
  await clock.advance(30_000);
  const stored: number[] = [];
  const counting: Listener<Frame> = { ...deaf, replay: (frames) => stored.push(frames.length) };
  for (const key of ['a', 'b']) channels.subscribe(key, big, { ...counting }, clock.epoch() - 29_500);
  t.same(stored, [8, 8]);
  for (const leave of leaves) leave();
  channels.stop();
});
