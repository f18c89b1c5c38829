import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { notFollowed } from '../../../helpers/machines/not-followed.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { unreadableTree } from '../../../helpers/machines/unreadable-host.js';

const desktop = 'linux-x64__desktop-16-threads';
const domains = ['cpu', 'memory', 'disk', 'gpu', 'network', 'ollama', 'host'] as const;
type Stats = Record<(typeof domains)[number], { sampled_at: string } | null> & {
  sampled_at: string;
  problems: { domain: string; code: string; detail: string }[];
};

t.test('every domain stands in it exactly as its own route shows it', async (t) => {
  const { get } = await recordedApp(desktop);
  const stats = (await get('/stats')).body as Stats;
  t.same(Object.keys(stats), [...domains, 'sampled_at', 'problems']);
  for (const name of domains) t.strictSame(stats[name], (await get(`/stats/${name}`)).body, name);
  t.same(stats.problems, []);
  const oldest = domains.map((name) => stats[name]?.sampled_at ?? '').sort()[0];
  t.equal(stats.sampled_at, oldest, 'the oldest part tells how old the whole may be');
});

t.test('?only= picks domains; the others are null and no problem', async (t) => {
  const { get, host } = await recordedApp(desktop);
  const { body } = await get('/stats?only=cpu,ollama');
  t.match(body, { memory: null, disk: null, gpu: null, network: null, host: null, problems: [] });
  t.match(body, { cpu: { threads: 16 }, ollama: { state: 'ok' } });
  t.same(host.calls, [], 'what was not asked for was not read');
});

t.test(
  'an unknown domain, an empty list and an unknown parameter are refused in words that help',
  async (t) => {
    const { get } = await recordedApp(desktop);
    const known = 'cpu, memory, disk, gpu, network, ollama, host';
    for (const only of ['cpx', 'cpu,,gpu', '', 'CPU', 'cpu,gpu,']) {
      const { status, body, type } = await get(`/stats?only=${only}`);
      t.equal(status, 400, only);
      t.match(type, 'application/problem+json');
      t.match(body, { code: 'bad_request', detail: new RegExp(`"only" is not understood.*${known}`) });
    }
    t.match(await get('/stats?onyl=cpu'), {
      status: 400,
      body: { detail: 'there is no query parameter "onyl"; known are: only' },
    });
  },
);

t.test('a domain that cannot be read is null and named; all others are there', async (t) => {
  const { app, host, get } = await recordedApp(desktop, {
    host: {
      root: {
        ...unreadableTree,
        fileSystem: () =>
          Promise.reject(new Failure('no_permission', 'the disk is not yours', { remedy: 'ask' })),
      },
    },
  });
  const stats = (await get('/stats')).body as Stats;
  t.equal(stats.disk, null);
  t.strictSame(stats.problems, [
    {
      domain: 'disk',
      code: 'no_permission',
      detail: 'the disk is not yours',
      reason: 'the disk is not yours',
      remedy: 'ask',
    },
  ]);
  for (const name of domains) if (name !== 'disk') t.not(stats[name], null, name);
  const own = await host.clock.until(app.inject('/stats/disk'));
  t.equal(own.statusCode, 503);
  t.equal(own.headers['retry-after'], '1');
  t.match(own.json(), { code: 'no_permission', domain: 'disk', instance: '/stats/disk', remedy: 'ask' });
});

t.test('a domain that hangs holds up the others for two seconds at most', async (t) => {
  const { app, host } = await recordedApp(desktop, {
    host: {
      programs: {
        nvidiaSmi: hanging('nvidia-smi'),
        rocmSmi: hanging('rocm-smi'),
        amdSmi: hanging('amd-smi'),
        ioreg: hanging('ioreg'),
      },
    },
  });
  const start = host.clock.monotonic();
  const answer = await host.clock.until(app.inject('/stats'));
  const waited = host.clock.monotonic() - start;
  t.ok(waited >= 2_000 && waited < 2_100, `${waited} ms`);
  t.match(answer.json(), {
    gpu: null,
    problems: [{ domain: 'gpu', code: 'pending' }],
    memory: { percent: Number },
  });
});

t.test('what is broken on the host is told: by its backend, with the remedy', async (t) => {
  const { get } = await recordedApp('linux-x64__container-cgroup-limits');
  const { body } = await get('/stats');
  t.match(body, {
    ollama: { running_models: null, state: 'unauthorized' },
    problems: [{ domain: 'ollama', code: 'unauthorized' }],
  });
});

t.test('answers with data are never stored', async (t) => {
  const { app, host } = await recordedApp(desktop);
  for (const url of ['/stats', '/stats/cpu', '/stats/summary', '/stats/gpu/nvidia']) {
    const answer = await host.clock.until(app.inject(url));
    t.equal(answer.headers['cache-control'], 'private, no-store', url);
  }
});

function hanging(name: string) {
  return { name, follow: notFollowed, run: () => new Promise<never>(() => undefined) };
}
