import { connect } from 'node:net';
import t from 'tap';
import { CpuStats } from '../../../../schemas/cpu.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';

t.test('an unknown path is a 404 problem that says where to look', async (t) => {
  const { get } = await recordedApp(machine);
  for (const path of ['/nope', '/stats/', '/Stats', '/stats/cpu/x', '//stats', '/stats/..%2fcpu']) {
    const { status, type, body } = await get(path);
    t.equal(status, 404, path);
    t.equal(type, 'application/problem+json; charset=utf-8');
    t.match(body, {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not_found',
      instance: path,
    });
  }
});

t.test('another method is a 405 problem that lists those there are', async (t) => {
  const { app } = await recordedApp(machine);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
    const answer = await app.inject({ method, url: '/stats/memory?x=1' });
    t.equal(answer.statusCode, 405, method);
    t.equal(answer.headers.allow, 'GET, HEAD');
    t.match(answer.json(), { code: 'method_not_allowed', instance: '/stats/memory' });
  }
  const nowhere = await app.inject({ method: 'POST', url: '/nope', payload: { a: 1 } });
  t.equal(nowhere.statusCode, 404);
});

t.test('HEAD answers like GET without the body', async (t) => {
  const { app, host } = await recordedApp(machine);
  const answer = await host.clock.until(app.inject({ method: 'HEAD', url: '/stats/memory' }));
  t.equal(answer.statusCode, 200);
  t.equal(answer.body, '');
});

t.test('a query parameter that no route takes is a 400 that names it', async (t) => {
  const { get } = await recordedApp(machine);
  t.match(await get('/stats/cpu?interval=5'), {
    status: 400,
    body: { code: 'bad_request', detail: 'there is no query parameter "interval"; this route takes none' },
  });
  t.match(await get('/health/live?x'), { status: 400 });
});

t.test('a path that cannot be decoded is a 400 problem', async (t) => {
  const { get } = await recordedApp(machine);
  t.match(await get('/stats/%zz'), { status: 400, body: { code: 'bad_request' } });
});

t.test('a fault of ours is a 500 that shows nothing of the inside', async (t) => {
  const { app } = await recordedApp(machine);
  const entry = app.monitor.catalogue.get(CpuStats);
  const fault = new Error('secret of the inside');
  const notInMemory = () => null;
  const faults = [
    () => Object.assign(entry, { fresh: notInMemory, current: () => Promise.reject(fault) }),
    () =>
      Object.assign(entry, {
        fresh: () => {
          throw fault;
        },
      }),
  ];
  for (const plant of faults) {
    plant();
    const answer = await app.inject('/stats/cpu');
    t.equal(answer.statusCode, 500);
    t.notMatch(answer.body, /secret|stack|\.js/);
    t.match(answer.json(), { code: 'internal' });
  }
});

t.test('bytes that are not HTTP, and headers beyond measure, are answered and cut off', async (t) => {
  const { app } = await recordedApp(machine);
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const answerTo = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  t.match(
    await answerTo('hello\r\n\r\n'),
    /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"bad_request"/,
  );
  const long = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`;
  t.match(await answerTo(long), /^HTTP\/1.1 431 /);
  await app.close();
});
