import t from 'tap';
import { recordedOutput } from './recorded-output.js';

const table = {
  args: ['--query-gpu=index,name,uuid', '--format=csv,noheader'],
  output: { exitCode: 0, crash: null, stdout: '0, A card, GPU-1\n1, Another, GPU-2\n', stderr: '' },
};

void t.test('the very call is answered with its own output', (t) => {
  t.strictSame(recordedOutput([table], table.args), table.output);
  t.end();
});

void t.test('a query for some of the recorded fields gets those columns, in the order asked', (t) => {
  const answer = recordedOutput([table], ['--query-gpu=uuid,index', '--format=csv,noheader']);
  t.strictSame(answer, { exitCode: 0, crash: null, stdout: 'GPU-1, 0\nGPU-2, 1\n', stderr: '' });
  t.end();
});

void t.test('a query for a field that was not recorded spoils the whole answer, as nvidia-smi does', (t) => {
  const answer = recordedOutput([table], ['--query-gpu=index,nope', '--format=csv,noheader']);
  t.strictSame(answer, {
    exitCode: 2,
    crash: null,
    stdout: 'Field "nope" is not a valid field to query.\n\n',
    stderr: '',
  });
  t.end();
});

void t.test('another kind of query, another format and another call have no answer', (t) => {
  t.equal(recordedOutput([table], ['--query-compute-apps=pid', '--format=csv,noheader']), null);
  t.equal(recordedOutput([table], ['--query-gpu=index', '--format=csv']), null);
  t.equal(recordedOutput([table], ['-L']), null);
  t.end();
});

void t.test('a table with a broken row is refused', (t) => {
  const broken = { ...table, output: { ...table.output, stdout: '0, A card\n' } };
  t.throws(() => recordedOutput([broken], ['--query-gpu=index', '--format=csv,noheader']), /0, A card/);
  t.end();
});
