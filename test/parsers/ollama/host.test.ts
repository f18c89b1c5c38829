import t from 'tap';
import { staysQuick } from '../../helpers/parsers/parser-contract.js';
import { parseOllamaHost } from '../../../src/parsers/ollama/host.js';

/** Scheme, host, port (the scheme's own written out) and path of what is asked. */
function address(text: string): string | null {
  const url = parseOllamaHost(text);
  if (url === null) return null;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.protocol}//${url.hostname}:${port}${url.pathname}`;
}

t.test('the forms Ollama takes', (t) => {
  const cases: [text: string, requested: string][] = [
    ['', 'http://127.0.0.1:11434/'],
    ['1.2.3.4', 'http://1.2.3.4:11434/'],
    [':1234', 'http://127.0.0.1:1234/'],
    ['1.2.3.4:1234', 'http://1.2.3.4:1234/'],
    ['example.com', 'http://example.com:11434/'],
    ['example.com:1234', 'http://example.com:1234/'],
    ['example.com/', 'http://example.com:11434/'],
    [':66000', 'http://127.0.0.1:11434/'],
    [':-1', 'http://127.0.0.1:11434/'],
    ['1.2.3.4:', 'http://1.2.3.4:11434/'],
    ['1.2.3.4:abc', 'http://1.2.3.4:11434/'],
    ['[::1]', 'http://[::1]:11434/'],
    ['::1', 'http://[::1]:11434/'],
    ['[::1]:1337', 'http://[::1]:1337/'],
    ['fd00::12', 'http://[fd00::12]:11434/'],
    [' 1.2.3.4 ', 'http://1.2.3.4:11434/'],
    ['"1.2.3.4"', 'http://1.2.3.4:11434/'],
    [' " 1.2.3.4 " ', 'http://1.2.3.4:11434/'],
    ["'1.2.3.4'", 'http://1.2.3.4:11434/'],
    ['http://1.2.3.4', 'http://1.2.3.4:80/'],
    ['http://1.2.3.4:4321', 'http://1.2.3.4:4321/'],
    ['HTTP://1.2.3.4', 'http://1.2.3.4:80/'],
    ['http://[::1]', 'http://[::1]:80/'],
    ['http://', 'http://127.0.0.1:80/'],
    ['https://1.2.3.4', 'https://1.2.3.4:443/'],
    ['https://1.2.3.4:4321', 'https://1.2.3.4:4321/'],
    ['https://1.2.3.4:x', 'https://1.2.3.4:443/'],
    ['https://example.com/ollama', 'https://example.com:443/ollama'],
    ['example.com:1234/a/b', 'http://example.com:1234/a/b'],
    ['ollama.com', 'https://ollama.com:443/'],
    ['ollama.com:1234', 'http://ollama.com:1234/'],
    ['not-ollama.com', 'http://not-ollama.com:11434/'],
  ];
  for (const [text, requested] of cases) t.equal(address(text), requested, JSON.stringify(text));
  t.end();
});

t.test('an address to listen on everywhere is asked on this machine, however it is written', (t) => {
  t.equal(address('0.0.0.0'), 'http://127.0.0.1:11434/');
  t.equal(address('0.0.0.0:1234'), 'http://127.0.0.1:1234/');
  t.equal(address('0'), 'http://127.0.0.1:11434/');
  t.equal(address('http://0.0.0.0:11434'), 'http://127.0.0.1:11434/');
  t.equal(address('::'), 'http://[::1]:11434/');
  t.equal(address('[::]:1234'), 'http://[::1]:1234/');
  t.equal(address('[0:0::0]'), 'http://[::1]:11434/');
  t.equal(address('10.0.0.0'), 'http://10.0.0.0:11434/');
  t.end();
});

t.test('user and password before the host are kept apart from it', (t) => {
  const url = parseOllamaHost('https://me:p%40ss@example.com/ollama');
  t.strictSame([url?.username, url?.password, url?.host], ['me', 'p%40ss', 'example.com']);
  const bare = parseOllamaHost('me:secret@10.0.0.7:1234');
  t.strictSame([bare?.username, bare?.password, bare?.host], ['me', 'secret', '10.0.0.7:1234']);
  t.end();
});

t.test('what is no address is null', (t) => {
  const cases = [
    'ftp://1.2.3.4',
    'unix:///run/x',
    'h2c://a',
    'a b',
    'a:b:c',
    'http://a?b',
    'a#b',
    'a\\b',
    '%',
    '[',
    ']',
  ];
  for (const text of cases) t.equal(address(text), null, text);
  t.end();
});

t.test('random text gives an http address of a sensible port, or null', (t) => {
  const letters = 'a1.:/[]@%#? "\'\\\u0000é-0';
  let addresses = 0;
  for (let round = 0; round < 5000; round += 1) {
    const length = Math.floor(Math.random() * 12);
    const text = Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
    const url = parseOllamaHost(text);
    if (url === null) continue;
    addresses += 1;
    const sound = /^https?:$/.test(url.protocol) && Number(url.port) <= 65535 && url.hostname !== '';
    if (!sound) t.fail(JSON.stringify(text));
  }
  t.ok(addresses > 0, 'some of them are addresses');
  t.end();
});

t.test('quotes within cost no more than their number', (t) => {
  staysQuick(t, parseOllamaHost, `a${'"'.repeat(20_000)}b`);
  t.end();
});
