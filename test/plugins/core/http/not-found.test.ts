import t from 'tap';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__vm-2-threads';

t.test('a sub-path that a proxy did not take off is named, with what to change', async (t) => {
  const { get } = await recordedApp(machine);
  for (const [path, prefix] of [
    ['/monitor/stats/cpu', '/monitor'],
    ['/a/b/openapi.json', '/a/b'],
  ] as const) {
    const { status, body } = await get(path);
    t.equal(status, 404);
    t.equal(
      (body as { detail: string }).detail,
      `there is no ${path}, but ${path.slice(prefix.length)}: a proxy that serves this under ${prefix} has to take ` +
        `${prefix} off the path, or to be trusted (SYSMON_TRUST_PROXY) and send X-Forwarded-Prefix: ${prefix}`,
    );
  }
});

t.test('two slashes at the beginning are a known slip in a proxy’s configuration', async (t) => {
  const { get } = await recordedApp(machine);
  t.match((await get('//stats/cpu')).body, {
    detail:
      'there is no //stats/cpu, but /stats/cpu: in a proxy, a sub-path and its target both end with a slash, ' +
      'or neither does',
  });
});

t.test('a wrong method under a prefix names the path as the client wrote it', async (t) => {
  const { app } = await recordedApp(machine, {
    settings: { trustProxy: ['127.0.0.1'], auth: 'off' },
  });
  const answer = await app.inject({
    method: 'POST',
    url: '/stats/cpu',
    headers: { 'x-forwarded-prefix': '/monitor' },
  });
  t.equal(answer.statusCode, 405);
  t.equal(answer.headers.allow, 'GET, HEAD');
  t.match(answer.json(), {
    instance: '/monitor/stats/cpu',
    detail: '/monitor/stats/cpu can be asked with GET, HEAD',
  });
});

t.test('a body that is none of any known type does not hide that the method is wrong', async (t) => {
  const { app } = await recordedApp(machine);
  for (const type of ['', 'x', 'application/json', 'text/html']) {
    const headers = { 'content-type': type };
    const answer = await app.inject({ method: 'POST', url: '/stats/cpu', headers, payload: '{' });
    t.equal(answer.statusCode, 405, JSON.stringify(type));
    t.match(answer.json(), { code: 'method_not_allowed' });
  }
});
