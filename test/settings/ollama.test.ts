import t from 'tap';
import { readCommand } from '../../src/settings/command.js';

function settings(environment: NodeJS.ProcessEnv) {
  const command = readCommand([], environment);
  if (command.kind !== 'serve') throw new Error('not to be served');
  return command.settings;
}

function refusal(environment: NodeJS.ProcessEnv): string {
  try {
    settings(environment);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message;
    throw thrown;
  }
  throw new Error('it was taken');
}

t.test('headers for Ollama are one line, or several as JSON', (t) => {
  const cases: [text: string, headers: Record<string, string>][] = [
    ['', {}],
    [' ', {}],
    ['Authorization: Bearer abc', { Authorization: 'Bearer abc' }],
    [' X-Key:abc ', { 'X-Key': 'abc' }],
    ['{"Authorization": "Bearer abc", "X-Key": "1"}', { Authorization: 'Bearer abc', 'X-Key': '1' }],
    ['{}', {}],
  ];
  for (const [text, headers] of cases) {
    t.strictSame(settings({ SYSMON_OLLAMA_HEADERS: text }).ollamaHeaders, headers, text);
  }
  t.end();
});

t.test('headers that could not be sent are refused at the start, and not shown', (t) => {
  const texts = [
    's3cr3t',
    'X-Key s3cr3t',
    '{"X-Key": 1}',
    '{"X-Key": {"s3cr3t": 1}}',
    '{"X": null}',
    '{"s3cr3t',
  ];
  const connection = [
    'Content-Length: 1',
    'Transfer-Encoding: s3cr3t',
    '{"connection": "s3cr3t"}',
    'Upgrade: x',
  ];
  for (const text of [...texts, 'A: s3cr3t\r\nB: 2', '{"A": "s3cr3t\\nB: 2"}', ...connection]) {
    const message = refusal({ SYSMON_OLLAMA_HEADERS: text });
    t.match(message, /^SYSMON_OLLAMA_HEADERS: /, text);
    t.notMatch(message, 's3cr3t', text);
  }
  t.end();
});

t.test('a password in an address that is refused is not shown', (t) => {
  for (const address of [
    'ftp://me:s3cr3t@host',
    'me:s3cr3t@ho st',
    'ftp://me:s3/cr3t@host',
    'http://me:s3cr3t@a@a b',
  ]) {
    const message = refusal({ OLLAMA_HOST: address });
    t.match(message, /^OLLAMA_HOST="(ftp:\/\/|http:\/\/)?…@(host|ho st|a b)": must be an address/, address);
    t.notMatch(message, /s3|cr3t/, address);
  }
  t.end();
});
