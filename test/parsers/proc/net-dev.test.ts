import t from 'tap';
import { parseProcNetDev } from '../../../src/parsers/proc/net-dev.js';
import { endless, neverThrows, staysFinite } from '../../helpers/parsers/parser-contract.js';

const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const sample = `${head}    lo:    3245      30    0    0    0     0          0         0     3246      31    0    0    0     0       0          0
eth0:9007199254 716 1 2 0 0 0 0 45228 494 3 4 0 0 0 0
eth0:1: 1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0
`;

void t.test('gives the counters of every interface, also where no blank follows the colon', async (t) => {
  const interfaces = parseProcNetDev(sample);
  t.same([...interfaces.keys()], ['lo', 'eth0', 'eth0:1']);
  t.same(interfaces.get('eth0'), {
    receivedBytes: 9_007_199_254,
    receivedPackets: 716,
    receiveErrors: 1,
    receiveDrops: 2,
    sentBytes: 45_228,
    sentPackets: 494,
    sendErrors: 3,
    sendDrops: 4,
  });
  t.equal(interfaces.get('eth0:1')?.sentBytes, 3);
});

void t.test('a truncated last line is left out', async (t) => {
  t.same([...parseProcNetDev(`${head}    lo:    3245      30`).keys()], []);
});

void t.test('whatever comes, it does not throw', async (t) => neverThrows(t, parseProcNetDev, sample));

void t.test('a number of more digits than there are is the greatest there is', async (t) => {
  staysFinite(t, parseProcNetDev, `eth0: ${endless} 0 0 0 0 0 0 0 0 0 0 0`);
});
