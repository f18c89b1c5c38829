import t from 'tap';
import { preferredType } from '../../../../plugins/core/http/accept.js';

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

t.test(
  'of a tie the one the client lists first is given, and what it names before what a wildcard takes',
  (t) => {
    t.equal(preferred('text/csv, application/x-ndjson'), 'text/csv');
    t.equal(preferred('application/x-ndjson, text/csv'), 'application/x-ndjson');
    t.equal(preferred('application/json, text/csv, text/event-stream'), 'text/csv');
    t.equal(preferred('*/*, text/csv'), 'text/csv');
    t.equal(preferred('text/*, application/x-ndjson'), 'application/x-ndjson');
    t.equal(preferred('text/csv;q=0.9, application/x-ndjson;q=0.9, text/event-stream;q=0.8'), 'text/csv');
    t.end();
  },
);

t.test('a type that must be named is not given for a wildcard, and wins no default', (t) => {
  const offers = [{ type: 'application/new', byNameOnly: true }, 'text/plain'] as const;
  for (const accept of [undefined, '*/*', 'application/*', 'image/png', 'application/new;q=0']) {
    t.equal(preferredType(accept, offers), 'text/plain', String(accept));
  }
  t.equal(preferredType('application/new, text/plain', offers), 'application/new');
  t.equal(preferredType('*/*, application/new', offers), 'application/new');
  t.throws(() => preferredType('*/*', [{ type: 'application/new', byNameOnly: true }]), RangeError);
  t.end();
});

t.test('a version that is not offered is another type', (t) => {
  const offers = ['text/html', { type: 'text/plain', versions: ['1', '2'] }] as const;
  t.equal(preferredType('text/html;q=0.5, text/plain;version="2"', offers), 'text/plain');
  t.equal(preferredType('text/html;q=0.5, text/plain', offers), 'text/plain');
  t.equal(preferredType('text/html;q=0.5, text/plain;version=3', offers), 'text/html');
  t.end();
});
