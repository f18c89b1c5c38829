import t from 'tap';
import { networks } from '../../src/access/networks.js';

t.test('an empty list is none', (t) => {
  t.equal(networks(''), null);
  t.equal(networks(' '), null);
  t.end();
});

t.test('addresses and networks of both families hold what is in them and nothing else', (t) => {
  const list = networks('192.168.1.7, 10.0.0.0/8, fd00::/8, 2001:db8::1');
  const inside = ['192.168.1.7', '10.255.0.1', 'fd12::9', '2001:db8:0::1', 'fd12::9%eth0'];
  const outside = ['192.168.1.8', '11.0.0.1', 'fe80::1', '2001:db8::2', '', 'unknown', '10.0.0.1.5'];
  for (const address of inside) t.equal(list?.has(address), true, address);
  for (const address of outside) t.equal(list?.has(address), false, address);
  t.end();
});

t.test('an IPv4 address that comes in its IPv6 form is the same address', (t) => {
  const list = networks('10.0.0.0/8');
  t.equal(list?.has('::ffff:10.1.2.3'), true);
  t.equal(list?.has('::ffff:11.1.2.3'), false);
  t.end();
});
