import { asFailure, type Failure } from '../../../src/failures.js';
import { fileTree } from '../../../src/host/files/tree.js';

/** Prints the failures of reading what is forbidden below a folder, as nobody when started by root. */
if (process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const files = fileTree(process.argv[2] ?? '/', '/sys', () => Promise.reject(new Error('not asked')));
const attempts: (() => unknown)[] = [
  () => files.required('secret'),
  () => files.deviceText('secret', 5_000),
  () => files.requiredList('locked'),
  () => files.fileSystem('locked/file', { mayHang: false }),
];
const failures = [];
for (const attempt of attempts) {
  try {
    failures.push(parsed(asFailure(await attempt())));
  } catch (thrown) {
    failures.push(parsed(asFailure(thrown)));
  }
}
process.stdout.write(JSON.stringify(failures));

function parsed({ code, message }: Failure) {
  return { code, message };
}
