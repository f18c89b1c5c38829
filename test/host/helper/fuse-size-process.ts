import { systemHost } from '../../../src/host/system-host.js';

/** Prints the size of the file system at a path as this service reads it, one that may hang. */
const host = systemHost({
  ...{ root: '/', proc: '/proc', sys: '/sys', nvml: 'off' },
  ollama: { url: new URL('http://127.0.0.1:1'), headers: {} },
  environment: { PATH: process.env['PATH'] },
});
const size = await host.root.fileSystem(process.argv[2] ?? '/', { mayHang: true });
process.stdout.write(JSON.stringify(size));
host.close();
