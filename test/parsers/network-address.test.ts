import t from 'tap';
import { connectableHost, hostOfUrl, isLoopback } from '../../src/parsers/network-address.js';

void t.test('only what never leaves this machine is loopback', (t) => {
  for (const host of ['localhost', '::1', '127.0.0.1', '127.1.2.3', '::ffff:127.0.0.1'])
    t.ok(isLoopback(host), host);
  for (const host of [
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.0.0.1.example.org',
    '127.example.org',
    'localhost.example.org',
  ]) {
    t.notOk(isLoopback(host), host);
  }
  t.end();
});

void t.test('who listens everywhere is asked on loopback', (t) => {
  t.equal(connectableHost('0.0.0.0'), '127.0.0.1');
  t.equal(connectableHost('::'), '::1');
  t.equal(connectableHost('192.0.2.1'), '192.0.2.1');
  t.end();
});

void t.test('the host of an address', (t) => {
  t.equal(hostOfUrl('http://127.0.0.1:11434'), '127.0.0.1');
  t.equal(hostOfUrl('https://[::1]/ollama'), '::1');
  t.equal(hostOfUrl('http://ollama.example.org'), 'ollama.example.org');
  t.equal(hostOfUrl('nowhere'), null);
  t.end();
});
