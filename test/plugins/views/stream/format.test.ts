import t from 'tap';
import { jsonLines, serverSentEvents } from '../../../../plugins/views/stream/format.js';

t.test('the bytes of a frame are made once for all, and not kept as long as the frame', (t) => {
  for (const format of [serverSentEvents, jsonLines]) {
    const [first, second] = [1, 2].map((id) => ({ id, body: Buffer.from(`{"frame":${id}}`) }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    const bytes = format.frame(first);
    t.equal(format.frame(first), bytes, 'the same for whoever is sent it');
    format.frame(second);
    t.not(format.frame(first), bytes, 'made anew for one who comes back');
    t.same(format.frame(first), bytes);
  }
  t.end();
});
