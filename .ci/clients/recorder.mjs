import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { portOf } from '../ports.mjs';

/** A door before the service at `url` that passes everything on and remembers the paths asked for. */
export async function recorder(url) {
  const called = new Set();
  const server = createServer((asked, answer) => {
    const target = new URL(asked.url ?? '', url);
    called.add(target.pathname);
    const passedOn = request(target, { method: asked.method, headers: asked.headers });
    passedOn.on('response', (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passedOn.on('error', (error) => answer.destroy(error));
    asked.pipe(passedOn);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    called,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
