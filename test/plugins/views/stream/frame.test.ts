import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { StreamFrame } from '../../../../plugins/views/stream/frame.js';
import { Member } from '../../../../plugins/views/stream/gzip.js';

const body = (value: number) =>
  Buffer.from(`{"values":[${Array.from({ length: 500 }, (_, n) => n * value).join()}]}`);

const text = (frame: StreamFrame, form: 'event' | 'line') => Buffer.from(frame.text(form)).toString();

t.test('a frame in its forms: each compressed once, and once for those who had the one before', (t) => {
  const first = new StreamFrame(1_000, body(7), null);
  const second = new StreamFrame(2_000, body(7), 1_000);
  for (const form of ['event', 'line'] as const) {
    const [alone, following] = [second.block(form, null), second.block(form, first)];
    t.equal(second.block(form, null), alone);
    t.equal(second.block(form, first), following);
    t.equal(second.block(form, second), alone, 'who had another one before it');
    t.ok(following.bytes.length * 4 < alone.bytes.length, `${following.bytes.length}, ${alone.bytes.length}`);
    for (const blocks of [
      [first.block(form, null), following],
      [first.block(form, null), alone],
    ]) {
      const member = new Member();
      const bytes = [...blocks.flatMap((block) => member.add(block)), ...member.end()];
      t.equal(gunzipSync(Buffer.concat(bytes)).toString(), `${text(first, form)}${text(second, form)}`);
    }
  }
  t.equal(text(second, 'line'), `${body(7).toString()}\n`);
  t.equal(text(second, 'event'), `id: 2000\ndata: ${body(7).toString()}\n\n`);
  t.end();
});

t.test('what is made of a frame counts among what it takes', (t) => {
  const frame = new StreamFrame(1_000, body(3), null);
  const before = frame.bytes;
  t.equal(before, frame.text('event').length, 'the line lies in the event');
  const made = frame.block('event', null).bytes.length + frame.block('line', null).bytes.length;
  t.equal(frame.bytes, before + made);
  t.end();
});
