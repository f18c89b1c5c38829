import t from 'tap';
import { outcomeOfCode, unreadState, type NvidiaOutcome } from '../../../../src/readers/gpu/nvidia/unread.js';

const unknown = outcomeOfCode(999);
const stateOf = (vital: NvidiaOutcome[], other: NvidiaOutcome[] = []) =>
  unreadState({ vital, other })?.state ?? null;

void t.test('a card is ok while something is read of it', (t) => {
  t.equal(stateOf(['read', 'unsupported', unknown]), null);
  t.equal(
    stateOf(['unsupported', 'unsupported', unknown], ['read']),
    null,
    'its memory, in a virtual machine',
  );
  t.equal(stateOf([]), null, 'nothing was asked');
  t.end();
});

void t.test('it is not when nothing is, nor when most of what matters is refused', (t) => {
  t.equal(stateOf([unknown, 'unsupported']), 'failed');
  t.equal(stateOf(['unsupported'], ['unsupported']), 'failed');
  t.equal(stateOf([unknown, unknown, unknown, 'read', 'unsupported'], ['read']), 'failed');
  const denied = outcomeOfCode(4);
  t.equal(stateOf([denied, denied, unknown]), 'no_permission', 'what is said most often counts');
  t.end();
});

void t.test('a code that means "no such value" is no fault', (t) => {
  for (const code of [3, 13, 25, 26, null]) t.equal(outcomeOfCode(code), 'unsupported', String(code));
  t.same(outcomeOfCode(10), { words: 'Timeout' });
  t.same(outcomeOfCode(77), { words: 'return code 77' });
  t.end();
});
