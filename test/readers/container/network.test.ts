import t from 'tap';
import { networkCounters, networkView } from '../../../src/readers/container/network.js';
import { writtenHost, type WrittenFiles } from '../../helpers/machines/written-host.js';

// In written hosts, files with the same content are the same file.
const machine = { proc: '1/net/dev of the machine', link: '1' };
const container = { proc: 'net/dev of the container', link: '2' };
const firstNetwork = { 'proc/sys/net/core/netdev_max_backlog': '1000\n' };
const otherNetwork = { 'proc/sys/net/core/somaxconn': '4096\n' };

const view = (files: WrittenFiles) => networkView(writtenHost(files));
const own = (network: typeof machine, kind: Record<string, string>) => ({
  'proc/self/net/dev': network.proc,
  'sys/class/net/lo': network.link,
  ...kind,
});

void t.test(
  'on the machine itself, or in a container with its network, everything is the machine’s',
  async (t) => {
    const proc = { '1/net/dev': machine.proc };
    const sys = { 'class/net/lo': machine.link };
    const whole = { isOwn: false, countersAreTheMachines: true, linksAreTheSame: true };
    t.same(view({ proc, sys, own: own(machine, firstNetwork) }), whole);
  },
);

void t.test('a container with a network of its own sees that', async (t) => {
  const proc = { '1/net/dev': container.proc };
  const sys = { 'class/net/lo': container.link };
  const only = { isOwn: true, countersAreTheMachines: false, linksAreTheSame: true };
  t.same(view({ proc, sys, own: own(container, otherNetwork) }), only);
});

void t.test(
  "with the machine's programs in sight the counters are the machine's, and the links with its /sys",
  async (t) => {
    const proc = { '1/net/dev': machine.proc };
    const seen = { isOwn: true, countersAreTheMachines: true };
    const mine = own(container, otherNetwork);
    t.same(view({ proc, sys: { 'class/net/lo': container.link }, own: mine }), {
      ...seen,
      linksAreTheSame: false,
    });
    t.same(view({ proc, sys: { 'class/net/lo': machine.link }, own: mine }), {
      ...seen,
      linksAreTheSame: true,
    });
  },
);

void t.test('what cannot be told is null', async (t) => {
  t.same(view({}), { isOwn: null, countersAreTheMachines: null, linksAreTheSame: true });
});

void t.test("the counters are the first process's, where it may be seen", async (t) => {
  t.equal(networkCounters(writtenHost({ proc: { '1/net/dev': 'first', 'net/dev': 'own' } })), 'first');
  const host = writtenHost({ proc: { 'net/dev': 'own' } });
  t.equal(networkCounters(host), 'own');
  t.throws(() => networkCounters(writtenHost({})), { code: 'absent', message: '/proc/net/dev is not there' });
});
