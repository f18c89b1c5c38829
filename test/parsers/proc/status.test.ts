import t from 'tap';
import { parseProcStatus } from '../../../src/parsers/proc/status.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const sample = `Name:\tnode
Uid:\t1000\t1001\t1000\t1000
Gid:\t1000\t1002\t1000\t1000
Groups:\t44 104 \nCapInh:\t0000000000000000
CapEff:\t0000000000000000
`;

void t.test('gives the effective user and groups', async (t) => {
  t.same(parseProcStatus(sample), { user: 1001, group: 1002, groups: [44, 104], readsAll: false });
  t.same(parseProcStatus(''), { user: null, group: null, groups: [], readsAll: false });
});

void t.test('root reads everything, unless its capabilities were taken away', async (t) => {
  const withCapabilities = (text: string) =>
    parseProcStatus(sample.replace(/CapEff:.*/, `CapEff:\t${text}`)).readsAll;
  t.equal(withCapabilities('000001ffffffffff'), true);
  t.equal(withCapabilities('0000000000000004'), true, 'DAC_READ_SEARCH alone');
  t.equal(withCapabilities('0000000000000400'), false);
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcStatus, sample));
