import t from 'tap';
import { attackedService, key, leaks, request, statuses } from './attacked-service.js';

const get = (path: string, ...headers: string[]) =>
  request(`GET ${path} HTTP/1.1`, ['Connection: close', ...headers]);

t.test('no key, a wrong key and a key in the URL are 401, and no answer tells anything', async (t) => {
  const service = await attackedService(t);
  const attempts = [
    get('/stats'),
    get('/stats', 'X-API-Key: wrong-wrong-wrong-wrong'),
    get('/stats', `X-API-Key: ${key.slice(0, -1)}`),
    get('/stats', `X-API-Key: ${key}, ${key}`),
    get('/stats', 'X-API-Key: wrong', `X-API-Key: ${key}`),
    get('/stats', 'X-API-Key: wrong', `Authorization: Bearer ${key}`),
    get('/stats', 'Authorization: Bearer wrong', `Authorization: Bearer ${key}`),
    get('/stats', `X_API_Key: ${key}`),
    get('/stats', `Cookie: X-API-Key=${key}`),
    get(`/stats?api_key=${key}`),
    get(`/stats?X-API-Key=${key}`),
    get(`/stats?access_token=${key}`),
    get('/stats', `Referer: http://localhost/?key=${key}`),
  ];
  for (const attempt of attempts) {
    const answer = await service.send(attempt);
    t.strictSame(statuses(answer), [401], attempt);
    t.match(answer, /^www-authenticate: Bearer/im);
    t.notMatch(answer, leaks);
  }
  t.strictSame(statuses(await service.send(get('/stats/memory', `X-API-Key: ${key}`))), [200]);
  t.notMatch(service.log(), key);
});

t.test(
  '10,000 wrong keys in a row cost a valid client beside them nothing',
  { timeout: 300_000 },
  async (t) => {
    const service = await attackedService(t, { SYSMON_RATE_LIMIT: '0' });
    const seen = new Map<number, number>();
    const attackers = Array.from({ length: 10 }, async (_, attacker) => {
      const socket = await service.open();
      let answers = '';
      socket.on('data', (chunk) => (answers += chunk.toString('latin1')));
      for (let batch = 0; batch < 125; batch += 1) {
        const before = answers.length;
        const guesses = Array.from({ length: 8 }, (__, guess) =>
          request('GET /stats HTTP/1.1', [`X-API-Key: guess-${attacker}-${batch}-${guess}-0123456789`]),
        );
        socket.write(guesses.join(''));
        while (statuses(answers.slice(before)).length < 8)
          await new Promise((resolve) => socket.once('data', resolve));
      }
      for (const status of statuses(answers)) seen.set(status, (seen.get(status) ?? 0) + 1);
      t.notMatch(answers, leaks);
    });
    let done = false;
    const attack = Promise.all(attackers).then(() => (done = true));
    const waits: number[] = [];
    const began = performance.now();
    while (!done) {
      const start = performance.now();
      const answer = await fetch(`http://127.0.0.1:${service.port}/stats/memory`, {
        headers: { 'x-api-key': key },
      });
      t.equal(answer.status, 200);
      await answer.arrayBuffer();
      waits.push(performance.now() - start);
    }
    await attack;
    const seconds = (performance.now() - began) / 1000;
    waits.sort((a, b) => a - b);
    t.equal((seen.get(401) ?? 0) + (seen.get(429) ?? 0), 10_000);
    const minutes = Math.ceil(seconds / 60);
    t.ok(
      (seen.get(401) ?? 0) >= 20 && (seen.get(401) ?? 0) <= 20 * (minutes + 1),
      'the budget of an address is small',
    );
    t.ok(waits.length > 3, 'the valid client was served all along');
    t.ok(service.lives());
    t.equal(
      service.log().split('without a valid key').length - 1 <= Math.ceil(seconds / 60) + 1,
      true,
      'one line a minute',
    );
    const at = (share: number) => `${(waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)} ms`;
    t.comment(
      `10,000 wrong keys in ${seconds.toFixed(1)} s: ${seen.get(401) ?? 0} × 401, ${seen.get(429) ?? 0} × 429; beside them ` +
        `${waits.length} requests with a valid key from the same address, all 200, median ${at(0.5)}, slowest ${at(0.999)}`,
    );
  },
);
