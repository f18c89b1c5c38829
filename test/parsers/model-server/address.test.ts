import t from 'tap';
import { parseServerAddress } from '../../../src/parsers/model-server/address.js';

t.test('addresses, without a slash at their end', (t) => {
  const good = {
    'http://127.0.0.1:8080': 'http://127.0.0.1:8080/',
    'HTTPS://GPU.example.org/llama//': 'https://gpu.example.org/llama',
    'http://[::1]:8000/a/b/': 'http://[::1]:8000/a/b',
  };
  for (const [text, href] of Object.entries(good)) t.equal(parseServerAddress(text)?.href, href, text);
  t.end();
});

t.test('what is none, or holds what is not to be shown, is null', (t) => {
  const bad = [
    '',
    'gpu:8080',
    'http://',
    'http:///x',
    'ftp://x',
    'http://a:b@c',
    'http://@c',
    'http://x?k=1',
    'http://x/#a',
  ];
  for (const text of [...bad, 'http://x y', 'http://x:99999', ' http://x'])
    t.equal(parseServerAddress(text), null, text);
  t.end();
});
