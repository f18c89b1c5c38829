import { createServer, request } from 'node:http';

/** A door before the service at `url` that passes everything on and remembers the paths asked for. */
export async function recorder(url) {
  const called = new Set();
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, url);
    called.add(pathname);
    const passedOn = request(new URL(asked.url, url), { method: asked.method, headers: asked.headers });
    passedOn.on('response', (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    passedOn.on('error', (error) => answer.destroy(error));
    asked.pipe(passedOn);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    called,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
