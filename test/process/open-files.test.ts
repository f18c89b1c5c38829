import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { openFilesLimit } from '../../src/process/open-files.js';

const windows = process.platform === 'win32' && 'Windows has no such limit';

t.test('the limit is that of the process', { skip: windows }, (t) => {
  const module = join(import.meta.dirname, '../../src/process/open-files.js');
  const script = `import { openFilesLimit } from ${JSON.stringify(module)}; process.stdout.write(String(openFilesLimit()))`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  const text = execFileSync('sh', ['-c', 'ulimit -n 777; exec "$@"', 'sh', ...node]);
  t.equal(String(text), '777');
  t.ok((openFilesLimit() ?? 0) > 0);
  t.end();
});
