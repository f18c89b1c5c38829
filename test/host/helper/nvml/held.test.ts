import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { holdsCards } from '../../../../src/host/helper/nvml/held.js';

t.test('cards are held while a device of the driver is open', (t) => {
  const folder = join(t.testdir({}), 'fd');
  mkdirSync(folder);
  symlinkSync('/dev/null', join(folder, '0'));
  symlinkSync('socket:[1]', join(folder, '3'));
  t.equal(holdsCards(folder), false);
  symlinkSync('/dev/nvidiactl', join(folder, '20'));
  t.equal(holdsCards(folder), true);
  t.end();
});

t.test('where no system tells what is open they are taken to be', (t) => {
  t.equal(holdsCards(join(t.testdir({}), 'none')), true);
  t.end();
});
