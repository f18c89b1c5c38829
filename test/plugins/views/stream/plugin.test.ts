import { once } from 'node:events';
import { get as request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import t, { type Test } from 'tap';
import { StreamLag } from '../../../../schemas/stream.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const desktop = 'linux-x64__desktop-16-threads';

/** The recorded machine behind a real port, with the clock in the hands of the test. */
async function served(t: Test) {
  const machine = await recordedApp(desktop);
  // Everything has been read once: the first frame waits for nothing.
  await machine.get('/stats');
  await machine.app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => machine.app.close());
  const { port } = machine.app.server.address() as AddressInfo;
  const open = (query = '', headers: Record<string, string> = {}) => opened(t, port, query, headers);
  return { ...machine, clock: machine.host.clock, port, open };
}

/** A client that reads all it is sent. */
async function opened(t: Test, port: number, query: string, headers: Record<string, string>) {
  const given = new AbortController();
  t.teardown(() => given.abort());
  const answer = await fetch(`http://127.0.0.1:${port}/stats/stream${query}`, {
    headers,
    signal: given.signal,
  });
  const read = { text: '', ended: null as Promise<boolean> | null };
  read.ended = readAll(answer, read);
  return { answer, read, events: () => eventsOf(read.text), leave: () => given.abort() };
}

/** Whether it ended in good order. */
async function readAll(answer: Response, read: { text: string }): Promise<boolean> {
  try {
    for await (const bytes of answer.body ?? []) read.text += Buffer.from(bytes as Uint8Array).toString();
    return true;
  } catch (thrown) {
    t.comment(String(thrown));
    return false;
  }
}

interface Event {
  id: number;
  event: string;
  data: string;
}

function eventsOf(text: string): Event[] {
  const blocks = text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => !block.startsWith(':'));
  return blocks.map((block) => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    return {
      id: Number(fields.get('id')),
      event: fields.get('event') ?? 'message',
      data: fields.get('data') ?? '',
    };
  });
}

/** Real sockets need real turns of the event loop until what was sent has come. */
async function until(met: () => boolean): Promise<void> {
  const limit = performance.now() + 60_000;
  while (!met()) {
    if (performance.now() > limit) throw new Error('it did not come within 60 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

t.test('an event is the body of /stats, byte for byte, once an interval', async (t) => {
  const { open, clock, app } = await served(t);
  const { answer, events } = await open();
  await until(() => events().length === 1);
  await clock.advance(2_000);
  await until(() => events().length === 3);
  const body = await clock.until(app.inject('/stats'));
  t.equal(events().at(-1)?.data, body.body);
  t.match(events()[0], { event: 'message', id: Number });
  t.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  t.match(answer.headers.get('cache-control'), 'no-store');
  t.equal(answer.headers.get('x-accel-buffering'), 'no');
  t.equal(answer.headers.get('vary'), 'Accept, Accept-Encoding');
});

t.test(
  '?only= and ?interval= mean what they mean elsewhere; order and repetition change nothing',
  async (t) => {
    const { open, clock, host } = await served(t);
    await clock.advance(70_000);
    const calls = host.calls.length;
    const cpu = await open('?only=cpu,memory&interval=5s');
    const same = await open('?only=memory,cpu,cpu&interval=5000ms');
    await until(() => cpu.events().length >= 1 && same.events().length >= 1);
    await clock.advance(10_000);
    await until(() => cpu.events().length >= 3 && same.events().length >= 3);
    t.match(JSON.parse(cpu.events()[0]?.data ?? ''), {
      cpu: { threads: 16 },
      memory: {},
      gpu: null,
      disk: null,
    });
    t.same(cpu.events().slice(-2), same.events().slice(-2));
    t.equal(host.calls.length, calls, 'what was not asked for was not read');
  },
);

t.test('with Accept: application/x-ndjson or application/jsonl it is one body a line', async (t) => {
  const { open, clock, app } = await served(t);
  for (const type of ['application/x-ndjson', 'application/jsonl']) {
    const { answer, read, leave } = await open('?only=cpu', { accept: type });
    t.equal(answer.headers.get('content-type'), `${type}; charset=utf-8`);
    await until(() => read.text.endsWith('\n'));
    await clock.advance(1_000);
    await until(() => read.text.split('\n').length >= 3);
    const body = await clock.until(app.inject('/stats?only=cpu'));
    t.equal(read.text.trimEnd().split('\n').at(-1), body.body);
    leave();
  }
});

t.test('one who comes back with Last-Event-ID is sent what was missed; what is gone is told', async (t) => {
  const { open, clock } = await served(t);
  const first = await open('?only=cpu');
  await clock.advance(3_000);
  await until(() => first.events().length >= 4);
  const seen = first.events().at(-1)?.id ?? 0;
  first.leave();
  await clock.advance(5_000);
  const back = await open('?only=cpu', { 'last-event-id': String(seen) });
  await until(() => back.events().length >= 5);
  t.same(
    back.events().map(({ id }) => id - seen),
    [1_000, 2_000, 3_000, 4_000, 5_000],
  );

  const other = await open('?only=cpu,memory', { 'last-event-id': String(clock.epoch() - 60_000) });
  await until(() => other.events().length >= 2);
  const [lag, frame] = other.events();
  t.match(lag, { event: 'lag' });
  const data = JSON.parse(lag?.data ?? '') as unknown;
  t.match(data, { missed_frames: 59, last_frame_at: new Date(clock.epoch() - 60_000).toISOString() });
  const validate = new Ajv2020({ strict: false, formats: { 'date-time': true, int64: true } }).compile(
    StreamLag,
  );
  t.ok(validate(data), 'as its schema says');
  t.match(frame, { event: 'message' });
});

t.test('a quiet stream shows every 15 s that it stands', async (t) => {
  const { open, clock } = await served(t);
  const { read, events } = await open('?interval=1h&only=cpu');
  const lines = await open('?interval=1h&only=cpu', { accept: 'application/jsonl' });
  await until(() => events().length >= 1 && lines.read.text !== '');
  await clock.advance(61_000);
  await until(() => read.text.split('\n: ').length > 4);
  t.ok(
    lines.read.text.split('\n').every((line) => line === '' || line.startsWith('{')),
    'a log has data alone',
  );
});

t.test('a bad wish is a 400 that names it', async (t) => {
  const { get, port } = await served(t);
  const known = 'cpu, memory, disk, gpu, network, ollama, host';
  const wrong: [query: string, detail: RegExp][] = [
    ['only=cpx', new RegExp(`"only" is not understood.*${known}`)],
    ['interval=often', /"interval" is not understood/],
    ['interval=2h', /"interval" is "2h", which is longer than 1h/],
    ['intervall=1s', /no query parameter "intervall"; known are: interval, only/],
  ];
  for (const [query, detail] of wrong) {
    t.match(
      await get(`/stats/stream?${query}`),
      { status: 400, body: { code: 'bad_request', detail } },
      query,
    );
  }
  t.match(await get('/stats/stream', { 'last-event-id': 'abc' }), {
    status: 400,
    body: { detail: /Last-Event-ID/ },
  });
  const head = await fetch(`http://127.0.0.1:${port}/stats/stream`, { method: 'HEAD' });
  t.equal(head.status, 200);
  t.match(head.headers.get('content-type'), 'text/event-stream');
  t.equal(head.headers.get('content-encoding'), 'gzip', 'which fetch takes');
});

t.test('an interval shorter than the machine is read gets the interval of the readings', async (t) => {
  const { open, clock } = await served(t);
  const { events } = await open('?interval=1ms&only=cpu');
  await until(() => events().length >= 1);
  const before = events().length;
  await clock.advance(3_000);
  await until(() => events().length >= before + 3);
  t.equal(events().length, before + 3);
});

t.test(
  'while a stream is open its domains are read, and half a minute after it they are let go',
  async (t) => {
    const { open, clock, host } = await served(t);
    const { events, leave } = await open('?only=gpu');
    await until(() => events().length >= 1);
    const calls = host.calls.length;
    await clock.advance(120_000);
    t.ok(host.calls.length >= calls + 100, `${host.calls.length - calls} readings in two minutes`);
    leave();
    await clock.advance(0);
    await until(() => events().length >= 100);
    await clock.advance(100_000);
    const after = host.calls.length;
    await clock.advance(60_000);
    t.ok(host.calls.length - after <= 4, 'but for history, once a minute');
  },
);

t.test(
  'a client that never reads loses frames and is cut; one that reads beside it loses none',
  async (t) => {
    const { open, clock, port, app } = await served(t);
    const reads = await open();
    const stuck = connect(port, '127.0.0.1').on('error', () => stuck.destroy());
    t.teardown(() => stuck.destroy());
    await once(stuck, 'connect');
    stuck.pause();
    stuck.write('GET /stats/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => reads.events().length >= 1);
    let cut = false;
    for (let second = 0; second < 20_000 && !cut; second += 50) {
      const before = reads.events().length;
      await clock.advance(10_000);
      await until(() => reads.events().length >= before + 10);
      cut = (await promisify(app.server.getConnections.bind(app.server))()) === 1;
    }
    t.ok(cut, 'its connection is gone');
    t.same(new Set(reads.events().map(({ event }) => event)), new Set(['message']), 'no lag');
  },
);

/** What a client is sent, as it is on the wire and as it reads. */
async function raw(t: Test, port: number, query: string, headers: Record<string, string>) {
  const asked = request({ host: '127.0.0.1', port, path: `/stats/stream${query}`, headers, agent: false });
  t.teardown(() => asked.destroy());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const read = { wire: Buffer.alloc(0), text: '', ended: Promise.resolve<unknown>(null) };
  answer.on('data', (bytes: Buffer) => (read.wire = Buffer.concat([read.wire, bytes])));
  const isCoded = answer.headers['content-encoding'] === 'gzip';
  const body = isCoded ? answer.pipe(createGunzip()) : answer;
  read.ended = once(body, 'end');
  read.ended.catch((thrown: unknown) => t.comment(String(thrown)));
  body.on('data', (bytes: Buffer) => (read.text += bytes.toString()));
  return { headers: answer.headers, read, events: () => eventsOf(read.text) };
}

t.test(
  'who takes gzip is sent the same frames as fast in a tenth of the bytes, to a sound end',
  async (t) => {
    const { app, clock, port } = await served(t);
    const plain = await raw(t, port, '', {});
    const first = await raw(t, port, '', { 'accept-encoding': 'gzip' });
    const second = await raw(t, port, '', { 'accept-encoding': 'br, gzip;q=0.5, identity;q=0.1' });
    const line = await raw(t, port, '', { 'accept-encoding': 'gzip', accept: 'application/x-ndjson' });
    for (const { headers } of [plain, first, line]) t.equal(headers.vary, 'Accept, Accept-Encoding');
    t.equal(plain.headers['content-encoding'], undefined);
    for (const { headers } of [first, second, line]) t.equal(headers['content-encoding'], 'gzip');
    for (let frames = 1; frames <= 20; frames += 1) {
      await until(() => [plain, first, second].every(({ events }) => events().length === frames));
      await until(() => line.read.text.split('\n').length === frames + 1);
      await clock.advance(1_000);
    }
    await app.close();
    for (const { read } of [plain, first, second, line]) await read.ended;
    t.equal(first.read.text, plain.read.text);
    t.ok(second.read.wire.equals(first.read.wire), 'they share its blocks');
    const bodies = plain.events().map(({ data }) => `${data}\n`);
    t.equal(line.read.text, bodies.join(''));
    for (const { read } of [first, line]) {
      t.ok(
        read.wire.length * 10 < plain.read.wire.length,
        `${read.wire.length} of ${plain.read.wire.length}`,
      );
    }
  },
);

t.test('heartbeats, lag and what was missed are coded as well, whoever joins when', async (t) => {
  const { clock, port } = await served(t);
  const coded = { 'accept-encoding': 'gzip' };
  const since = String(clock.epoch() - 60_000);
  for (const interval of [20, 1]) {
    const query = `?interval=${interval}s&only=cpu`;
    const plain = await raw(t, port, query, { 'last-event-id': since });
    const first = await raw(t, port, query, { ...coded, 'last-event-id': since });
    await until(() => [plain, first].every(({ events }) => events().length === 2));
    for (let seconds = interval; seconds <= 60; seconds += interval) {
      await clock.advance(interval * 1_000);
      await until(() => [plain, first].every(({ events }) => events().length === 2 + seconds / interval));
    }
    await until(() => first.read.text === plain.read.text);
    t.match(plain.read.text, interval === 20 ? /^event: lag.*\n: the/s : /^event: lag/);
    const missed = String(plain.events()[2]?.id);
    const late = await raw(t, port, query, { ...coded, 'last-event-id': missed });
    // More than fifty come in several turns.
    await until(() => late.events().length > 0);
    await clock.advance(5);
    await until(() => late.events().length === plain.events().length - 3);
    t.same(late.events(), plain.events().slice(3));
  }
});

t.test('identity is had by who does not take gzip', async (t) => {
  const { port } = await served(t);
  for (const accepted of ['identity', 'br', 'gzip;q=0', 'gzip;q=0.2, identity', '']) {
    const { headers, events } = await raw(t, port, '?only=cpu', { 'accept-encoding': accepted });
    t.equal(headers['content-encoding'], undefined, accepted);
    await until(() => events().length === 1);
  }
});
