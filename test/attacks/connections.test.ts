import { once } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import { attackedService, key, statuses } from './attacked-service.js';

async function ask(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/stats/memory`, { headers: { 'x-api-key': key } });
  await answer.arrayBuffer();
  return answer.status;
}

t.test(
  'clients that never finish are cut, and others are served meanwhile',
  { timeout: 120_000 },
  async (t) => {
    const service = await attackedService(t);
    const began = performance.now();
    const kinds: Record<string, string> = {
      silent: '',
      'half a request line': 'GET /sta',
      'headers without end': 'GET /stats HTTP/1.1\r\nHost: localhost\r\nX-A: ',
      'a body that never comes': `POST /stats HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    };
    const cut = Object.entries(kinds).map(async ([name, bytes]) => {
      const sockets = await Promise.all(Array.from({ length: 25 }, () => service.open()));
      const dripping = setInterval(
        () => sockets.forEach((socket) => socket.writable && bytes.length > 0 && socket.write('x')),
        1_000,
      );
      const answers = await Promise.all(sockets.map((socket) => answerUntilClosed(socket, bytes)));
      clearInterval(dripping);
      t.comment(
        `25 × ${name}: cut after ${((performance.now() - began) / 1000).toFixed(1)} s, ${statuses(answers.join('')).join() || 'without an answer'}`,
      );
      for (const answer of answers)
        t.ok(
          statuses(answer).every((status) => status === 408 || status === 401 || status === 405),
          name,
        );
    });
    let served = 0;
    let done = false;
    const all = Promise.all(cut).then(() => (done = true));
    while (!done) {
      t.equal(await ask(service.port), 200);
      served += 1;
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 250))]);
    }
    await all;
    t.ok(performance.now() - began < 90_000, 'each is cut in the end');
    t.comment(`beside them ${served} requests with a valid key, all 200`);
  },
);

/** What a connection gives until the service closes it. */
async function answerUntilClosed(socket: Socket, bytes: string): Promise<string> {
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  if (bytes !== '') socket.write(bytes);
  if (!socket.closed) await once(socket, 'close');
  return answer;
}

for (const openFiles of [undefined, 700]) {
  const files = openFiles === undefined ? 'files enough' : `${openFiles} files`;
  t.test(
    `1,000 open connections of one address leave room for everybody, that address too (with ${files})`,
    { timeout: 120_000 },
    async (t) => {
      const service = await attackedService(t, {}, openFiles === undefined ? {} : { openFiles });
      const sockets: Socket[] = [];
      const began = performance.now();
      for (let batch = 0; batch < 20; batch += 1) {
        sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => service.open('127.0.0.5')))));
      }
      t.equal(await ask(service.port), 200, 'another address is served');
      const mine = await service.send(
        `GET /stats/memory HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${key}\r\nConnection: close\r\n\r\n`,
        '127.0.0.5',
      );
      t.strictSame(statuses(mine), [200], 'the same address is served');
      const alive = sockets.filter((socket) => !socket.destroyed).length;
      t.ok(openFiles === undefined || alive < openFiles, `${alive} are held`);
      t.ok(service.lives());
      t.notMatch(service.log(), /EMFILE|"level":[56]0/);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      t.comment(`1,000 connections opened in ${seconds} s, ${alive} of them held; both clients served`);
    },
  );
}
