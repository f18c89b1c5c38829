import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get, Agent } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import t from 'tap';
import { promptly } from '../helpers/service/promptly.js';

const program = join(import.meta.dirname, '../../src/main.js');
const clients = 150;

t.test(
  'with many streams open none that reads loses a frame, and SIGTERM ends all in good order',
  async (t) => {
    const environment = { PATH: process.env['PATH'] };
    const service = spawn(process.execPath, [program, '--port', '0', '--log-level', 'info'], {
      env: environment,
    });
    t.teardown(() => service.kill('SIGKILL'));
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: service.stdout }).on('line', (line) => {
        const [, found] = /Server listening at (http:[^"]+)/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const agent = new Agent({ maxSockets: Infinity });
    const open = Array.from({ length: clients }, (_, number) => {
      const headers = number % 2 === 0 ? { 'accept-encoding': 'gzip' } : {};
      const state = { frames: 0, lags: 0, complete: false, ended: Promise.resolve() as Promise<unknown> };
      state.ended = new Promise((resolve) => {
        get(`${url}/stats/stream?only=cpu`, { agent, headers }, (response) => {
          const isCoded = response.headers['content-encoding'] === 'gzip';
          const body = isCoded ? response.pipe(createGunzip()) : response;
          body.setEncoding('utf8').on('data', (text: string) => {
            state.frames += text.split('\ndata: ').length - 1;
            state.lags += text.includes('event: lag') ? 1 : 0;
          });
          // Of a member that is broken off, or has a wrong check sum, there is no end.
          body.on('end', () => (state.complete = response.complete)).on('error', resolve);
          body.on('close', resolve);
        }).on('error', resolve);
      });
      return state;
    });
    while (open.some(({ frames }) => frames < 4)) await new Promise((resolve) => setTimeout(resolve, 50));
    service.kill('SIGTERM');
    const start = performance.now();
    const [code] = (await once(service, 'exit')) as [number | null];
    const ms = performance.now() - start;
    await Promise.all(open.map(({ ended }) => ended));
    t.equal(code, 0);
    t.ok(ms < promptly, `${ms} ms`);
    t.equal(
      open.filter(({ complete }) => complete).length,
      clients,
      'every answer was ended, none broken off',
    );
    t.equal(
      open.reduce((sum, { lags }) => sum + lags, 0),
      0,
    );
  },
);
