import t from 'tap';
import { parseNvidiaClockReasons } from '../../../src/parsers/nvidia/clock-reasons.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

void t.test('each bit is a reason in words, no bit is no reason', (t) => {
  t.same(parseNvidiaClockReasons('0x0000000000000000'), []);
  t.same(parseNvidiaClockReasons('0x00000000000000A5'), [
    'GPU idle',
    'software power cap',
    'software thermal slowdown',
    'hardware power brake',
  ]);
  t.same(parseNvidiaClockReasons('0x15a'), [
    'applications clocks setting',
    'hardware slowdown',
    'sync boost',
    'hardware thermal slowdown',
    'display clock setting',
  ]);
  t.end();
});

void t.test('a bit without a name is not hidden', (t) => {
  t.same(parseNvidiaClockReasons('0x8000000000000001'), ['GPU idle', 'other (0x8000000000000000)']);
  t.end();
});

void t.test('what is no set of bits is null', (t) => {
  for (const text of ['', 'Active', '5', '0x', '0xZZ', `0x${'f'.repeat(17)}`])
    t.equal(parseNvidiaClockReasons(text), null, text);
  neverThrows(t, parseNvidiaClockReasons, '0x0000000000000004');
  t.end();
});
