import t from 'tap';
import { trustedProxies, trustOf } from '../../src/access/trusted-proxies.js';

t.test('an address is trusted alone, a network as a whole', (t) => {
  const trusts = trustOf(trustedProxies('192.0.2.7, 172.18.0.0/16, 2001:db8::/32'));
  for (const peer of ['192.0.2.7', '::ffff:192.0.2.7', '172.18.255.1', '2001:db8:1::2']) {
    t.equal(trusts(peer), true, peer);
  }
  for (const peer of ['192.0.2.8', '172.19.0.1', '2001:db9::1', '127.0.0.1', '::1', 'unix', '', undefined]) {
    t.equal(trusts(peer), false, String(peer));
  }
  t.end();
});

t.test('loopback is this machine in both families, in every form Node shows it', (t) => {
  const trusts = trustOf(trustedProxies('loopback'));
  for (const peer of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) t.equal(trusts(peer), true, peer);
  for (const peer of ['128.0.0.1', '::2', undefined]) t.equal(trusts(peer), false, String(peer));
  t.end();
});

t.test('a peer without an address, at the unix socket, is trusted by its own word alone', (t) => {
  t.equal(trustOf(trustedProxies('unix'))(undefined), true);
  t.equal(trustOf(trustedProxies('unix'))('127.0.0.1'), false);
  t.equal(trustOf(trustedProxies('unix, loopback'))('127.0.0.1'), true);
  t.end();
});

t.test('without a setting nobody is trusted', (t) => {
  for (const peer of ['127.0.0.1', '::1', undefined]) t.equal(trustOf(trustedProxies(' '))(peer), false);
  t.end();
});
