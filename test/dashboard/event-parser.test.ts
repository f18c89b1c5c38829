import t from 'tap';
import { EventParser } from '../../dashboard/event-parser.js';

const stream =
  ': the connection stands\n\nid: 1\ndata: {"a":1}\n\nevent: lag\ndata: {"missed":3}\ndata: more\n\nretry: 5\nid: 2\r\ndata:x\r\n\r\n';
const events = [
  { id: '1', name: 'message', data: '{"a":1}' },
  { id: '1', name: 'lag', data: '{"missed":3}\nmore' },
  { id: '2', name: 'message', data: 'x' },
];

t.test('events are the same in whatever pieces they come', (t) => {
  for (let size = 1; size <= stream.length; size += 1) {
    const parser = new EventParser();
    const found = [];
    for (let at = 0; at < stream.length; at += size) found.push(...parser.feed(stream.slice(at, at + size)));
    t.strictSame(found, events, `pieces of ${size}`);
  }
  t.end();
});

t.test('what has not ended yet is no event, and comments and empty events are none', (t) => {
  const parser = new EventParser();
  t.strictSame(parser.feed('data: half'), []);
  t.strictSame(parser.feed('\n'), []);
  t.strictSame(parser.feed('\n: quiet\n\nid: 7\n\n'), [{ id: null, name: 'message', data: 'half' }]);
  t.strictSame(parser.feed('data\n\n'), [{ id: '7', name: 'message', data: '' }], 'a field without a value');
  t.end();
});
