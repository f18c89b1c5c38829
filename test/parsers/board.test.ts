import t from 'tap';
import { estimatedAvailable } from '../../src/parsers/available-memory.js';
import { boardName, type FirmwareNames } from '../../src/parsers/board.js';

const nothing: FirmwareNames = {
  deviceTreeModel: null,
  vendor: null,
  product: null,
  boardVendor: null,
  board: null,
};
const named = (names: Partial<FirmwareNames>) => boardName({ ...nothing, ...names });

t.test('a machine is called as its firmware calls it', (t) => {
  t.equal(named({ deviceTreeModel: 'Raspberry Pi 4 Model B Rev 1.5' }), 'Raspberry Pi 4 Model B Rev 1.5');
  t.equal(
    named({ vendor: 'Dell Inc.', product: 'PowerEdge R750', board: '0PYXKY' }),
    'Dell Inc. PowerEdge R750',
  );
  t.equal(named({ vendor: 'HP', product: 'HP ProDesk 600' }), 'HP ProDesk 600');
  t.equal(named({ product: 'KVM' }), 'KVM');
  t.equal(named({}), null);
  t.end();
});

t.test('what a maker left unfilled is no name: then the main board is told', (t) => {
  const board = { boardVendor: 'ASUSTeK COMPUTER INC.', board: 'ROG STRIX B650E-F' };
  for (const product of [
    'System Product Name',
    'To Be Filled By O.E.M.',
    'Default string',
    ' ',
    'Not Specified',
    '0',
  ]) {
    t.equal(
      named({ vendor: 'System manufacturer', product, ...board }),
      'ASUSTeK COMPUTER INC. ROG STRIX B650E-F',
      product,
    );
  }
  t.equal(named({ product: 'Default string', board: 'Default string' }), null);
  t.end();
});

t.test('memory that can be had is never less than none, nor reckoned of nothing', (t) => {
  const pages = { MemFree: 10, 'Active(file)': 4, 'Inactive(file)': 4, SReclaimable: 2 };
  t.equal(estimatedAvailable(new Map(Object.entries(pages)), 1_000), 0);
  t.equal(estimatedAvailable(new Map(), 5), null);
  t.end();
});
