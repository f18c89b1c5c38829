import t from 'tap';
import { preferredType } from '../../../plugins/core/accept.js';

const offered = ['text/event-stream', 'application/x-ndjson', 'text/csv'] as const;
const preferred = (accept: string | undefined) => preferredType(accept, offered);

t.test('the type that is wanted most is given', (t) => {
  t.equal(preferred('application/x-ndjson'), 'application/x-ndjson');
  t.equal(preferred('text/csv;q=0.5, application/x-ndjson; q=0.7'), 'application/x-ndjson');
  t.equal(preferred('*/*;q=0.1, text/csv'), 'text/csv');
  t.equal(preferred('TEXT/CSV; charset=utf-8'), 'text/csv');
  t.end();
});

t.test('the most exact range decides, and q=0 refuses', (t) => {
  t.equal(preferred('text/*, text/event-stream;q=0'), 'text/csv');
  t.equal(preferred('*/*, text/event-stream;q=0.2'), 'application/x-ndjson');
  t.end();
});

t.test('the first one is given where nothing is said, all are equal, or none is taken', (t) => {
  for (const accept of [undefined, '', '*/*', 'text/*', 'application/xml', ';;,,q=', 'text/csv;q=x']) {
    t.equal(preferred(accept), 'text/event-stream', String(accept));
  }
  t.end();
});
