import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { StreamClient } from '../../../../plugins/views/stream/client.js';
import { gzip, identity, type StreamCoding } from '../../../../plugins/views/stream/coding.js';
import { jsonLines, serverSentEvents, type StreamFormat } from '../../../../plugins/views/stream/format.js';
import { StreamFrame } from '../../../../plugins/views/stream/frame.js';
import { FakeClock } from '../../../helpers/fake-clock.js';

const made = (number: number) => {
  const body = Buffer.from(JSON.stringify({ number, text: 'what stays the same '.repeat(100) }));
  return new StreamFrame(1_000 * (number + 1), body, number === 0 ? null : 1_000 * number);
};
const frames = Array.from({ length: 12 }, (_, number) => made(number));
const lastFrame = made(12);

/** A client that reads when it is told to. */
function client(format: StreamFormat, coding: StreamCoding) {
  const clock = new FakeClock();
  const subject = new StreamClient(format, coding, clock);
  const parts: Buffer[] = [];
  const read = () => {
    for (let part: unknown = subject.read(); part !== null; part = subject.read()) {
      if (Buffer.isBuffer(part)) parts.push(part);
    }
  };
  return { clock, subject, read, sent: () => Buffer.concat(parts) };
}

/** A reader that comes late twice, is shown a heartbeat, and comes back for what it missed. */
async function lifeOf(format: StreamFormat, coding: StreamCoding): Promise<Buffer> {
  const { clock, subject, read, sent } = client(format, coding);
  subject.replay(frames.slice(0, 2));
  read();
  for (const frame of frames.slice(2, 6)) subject.frame(frame);
  read();
  await clock.advance(20_000);
  subject.beat();
  read();
  for (const frame of frames.slice(6, 8)) {
    subject.frame(frame);
    read();
  }
  // A heartbeat between two frames that are next to each other.
  await clock.advance(20_000);
  subject.beat();
  read();
  for (const frame of frames.slice(8)) subject.frame(frame);
  read();
  subject.frame(lastFrame);
  read();
  subject.finish();
  read();
  return sent();
}

t.test('one who loses frames is told and sent the next, the same in each coding', async (t) => {
  for (const format of [serverSentEvents, jsonLines]) {
    const plain = await lifeOf(format, identity);
    t.equal(gunzipSync(await lifeOf(format, gzip())).toString(), plain.toString());
    t.match(
      plain.toString(),
      format === jsonLines ? /^[^\n]*"number":0/ : /event: lag\ndata: {"missed_frames":3,/,
    );
  }
});

t.test('one who ends without having been sent anything is sent a sound answer', (t) => {
  const { subject, read, sent } = client(serverSentEvents, gzip());
  subject.finish();
  subject.frame(lastFrame);
  read();
  t.equal(gunzipSync(sent()).length, 0);
  t.end();
});

t.test('one who does not read is sent no end, and is given up', async (t) => {
  const { clock, subject } = client(serverSentEvents, gzip());
  subject.replay(frames.slice(0, 1));
  t.equal(subject.beat(), false);
  await clock.advance(31_000);
  t.equal(subject.beat(), true);
  subject.finish();
  t.ok(subject.destroyed);
});
