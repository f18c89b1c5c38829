import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { compressed, Member, stored, type Block } from '../../../../plugins/views/stream/gzip.js';

const text = (content: string) => Buffer.from(content);

function memberOf(blocks: readonly Block[]): Buffer {
  const member = new Member();
  return Buffer.concat([...blocks.flatMap((block) => member.add(block)), ...member.end()]);
}

t.test('blocks in any order and number make one sound member', (t) => {
  const texts = [text(''), text('a'), text('{"cpu":1}\n'.repeat(5_000)), randomBytes(200_000)];
  const blocks = texts.flatMap((one) => [compressed(one), stored(one)]);
  const twice = [...blocks, ...[...blocks].reverse()];
  const whole = texts.flatMap((one) => [one, one]);
  t.ok(gunzipSync(memberOf(twice)).equals(Buffer.concat([...whole, ...[...whole].reverse()])));
  t.equal(gunzipSync(memberOf([])).length, 0, 'nothing at all is a member too');
  t.end();
});

t.test(
  'a block after another is small where little has changed, and needs just that other before it',
  (t) => {
    const before = Buffer.from(randomBytes(10_000).toString('hex'));
    const next = Buffer.from(`${before.toString()} and a word`);
    const following = compressed(next, before);
    t.ok(following.bytes.length < 400, `${following.bytes.length} bytes`);
    const sound = memberOf([stored(text('x')), compressed(before), following]);
    t.ok(gunzipSync(sound).equals(Buffer.concat([text('x'), before, next])));
    t.throws(() => gunzipSync(memberOf([compressed(before), stored(text('x')), following])));
    t.end();
  },
);

t.test('the end is that of what was sent, beyond 4 GiB too', (t) => {
  const member = new Member();
  const zeros = compressed(Buffer.alloc(2 ** 20));
  for (let count = 0; count < 4_099; count += 1) member.add(zeros);
  const trailer = Buffer.concat(member.end()).subarray(-8);
  t.equal(trailer.readUInt32LE(4), 3 * 2 ** 20);
  // What zlib's crc32 gives for 4,099 MiB of zeros.
  t.equal(trailer.readUInt32LE(0), 0xa07cfa47);
  t.end();
});

t.test('a block keeps no more memory than its bytes', (t) => {
  const { bytes } = compressed(text('a'.repeat(20_000)));
  t.equal(bytes.buffer.byteLength, bytes.length);
  t.end();
});
