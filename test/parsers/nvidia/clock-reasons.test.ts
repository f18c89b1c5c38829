import t from 'tap';
import { parseNvidiaClockReasons } from '../../../src/parsers/nvidia/clock-reasons.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

void t.test('each bit is a reason in words with what it comes from, no bit is no reason', (t) => {
  t.same(parseNvidiaClockReasons('0x0000000000000000'), []);
  t.same(parseNvidiaClockReasons('0x00000000000000A4'), [
    { class: 'power', reason: 'software power cap' },
    { class: 'heat', reason: 'software thermal slowdown' },
    { class: 'power', reason: 'hardware power brake' },
  ]);
  t.same(parseNvidiaClockReasons('0x15a'), [
    { class: 'setting', reason: 'applications clocks setting' },
    { class: 'other', reason: 'hardware slowdown' },
    { class: 'setting', reason: 'sync boost' },
    { class: 'heat', reason: 'hardware thermal slowdown' },
    { class: 'setting', reason: 'display clock setting' },
  ]);
  t.end();
});

void t.test('a card that rests is not held back', (t) => {
  t.same(parseNvidiaClockReasons('0x0000000000000001'), []);
  t.same(parseNvidiaClockReasons('0x21'), [{ class: 'heat', reason: 'software thermal slowdown' }]);
  t.end();
});

void t.test('a bit without a name is not hidden', (t) => {
  t.same(parseNvidiaClockReasons('0x8000000000000001'), [
    { class: 'other', reason: 'other (0x8000000000000000)' },
  ]);
  t.end();
});

void t.test('what is no set of bits is null', (t) => {
  for (const text of ['', 'Active', '5', '0x', '0xZZ', `0x${'f'.repeat(17)}`])
    t.equal(parseNvidiaClockReasons(text), null, text);
  neverThrows(t, parseNvidiaClockReasons, '0x0000000000000004');
  t.end();
});
