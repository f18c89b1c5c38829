import t from 'tap';
import { digestLine, digestOf, keyLines, keyList } from '../../src/access/key-lines.js';
import { Keyring } from '../../src/access/keyring.js';
import { keyCommandText, newKey } from '../../src/access/new-key.js';

const [a, b] = ['the-key-of-client-a-0123456789', 'the-key-of-client-b-0123456789'] as const;

t.test('a key file has one key a line, comments and blank lines between, whatever ends its lines', (t) => {
  const text = `# dashboards\r\n\r\na:${a}\r\n  ${digestLine('b', b)}  \r\n`;
  const keys = [
    { name: 'a', digest: digestOf(a) },
    { name: 'b', digest: digestOf(b) },
  ];
  t.strictSame(keyLines(text), keys);
  t.strictSame(keyList(`a:${a},${digestLine('b', b)}`), keys);
  t.strictSame(keyLines('# nothing\n'), []);
  t.end();
});

t.test('what is wrong is told by its line, and nothing of the line itself', (t) => {
  for (const line of [
    's3cr3t-s3cr3t-s3cr3t',
    'a:s3cr3t',
    's3cr3t s3cr3t:0123456789abcdef',
    'a:sha256:s3cr3t',
  ]) {
    t.throws(() => keyLines(`# one\n${line}\n`), { message: /^line 2: (?!.*s3cr3t)/ }, line);
  }
  t.end();
});

t.test('more keys than can be compared in no time are refused', (t) => {
  const lines = Array.from({ length: 1_001 }, (_, index) => digestLine(`k${index}`, `${index}`));
  t.throws(() => keyLines(lines.join('\n')), { message: 'there are more than 1000 keys' });
  t.equal(keyLines(lines.slice(1).join('\n')).length, 1_000);
  t.end();
});

t.test('a keyring knows its keys by name, and no digest and no part of a key opens it', (t) => {
  const ring = new Keyring(keyList(`a:${a},b:${b}`));
  t.equal(ring.find(a)?.name, 'a');
  t.equal(ring.find(b)?.name, 'b');
  for (const other of [
    '',
    a.slice(1),
    `${a} `,
    a.toUpperCase(),
    digestOf(a).toString('hex'),
    digestOf(a).toString('latin1'),
  ]) {
    t.equal(ring.find(other), null, other);
  }
  t.equal(new Keyring([]).find(''), null);
  t.end();
});

t.test('the keys of the file come and go beside those of the settings, which win when they clash', (t) => {
  const ring = new Keyring(keyList(`a:${a}`));
  ring.replaceFileKeys(keyLines(`b:${b}`));
  t.equal(ring.find(b)?.name, 'b');
  t.throws(() => ring.replaceFileKeys(keyLines(`a:${b}`)), { message: 'two keys have the same name' });
  t.equal(ring.find(b)?.name, 'b', 'the keys from before stay');
  ring.replaceFileKeys(keyLines('c:0123456789abcdef'));
  t.equal(ring.find(b), null);
  t.equal(ring.find(a)?.name, 'a');
  t.end();
});

t.test('the command prints a fresh key and the line that knows it', (t) => {
  const text = keyCommandText('gpu-dash');
  const [key = ''] = /sysmon_[\w-]{43}/.exec(text) ?? [];
  const [line = ''] = /gpu-dash:sha256:[0-9a-f]{64}/.exec(text) ?? [];
  t.equal(new Keyring(keyList(line)).find(key)?.name, 'gpu-dash');
  t.not(newKey(), newKey());
  t.end();
});
