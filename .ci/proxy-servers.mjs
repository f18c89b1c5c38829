/** What `proxies.mjs` starts: the service, and nginx and Caddy with the files of `deploy/`. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './ports.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const deployed = (path) => readFileSync(join(root, 'deploy', path), 'utf8');
const children = [];

/** The built service as docs/deployment/nginx.md starts it, and its log. */
export async function startService(key) {
  const log = [];
  const settings = {
    SYSMON_API_KEYS: `ci:${key}`,
    SYSMON_TRUST_PROXY: 'loopback',
    SYSMON_LOG_LEVEL: 'debug',
  };
  const child = start(process.execPath, [join(root, 'dist/src/main.js'), '--port', '0'], settings);
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      log.push(JSON.parse(line));
      const found = /Server listening at http:.*:(\d+)/.exec(log.at(-1).msg)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    lines.on('close', () => reject(new Error('the service ended')));
  });
  return { port, log };
}

/** nginx with both files of `deploy/nginx` and `more`, which gets the second of them: ports and paths differ alone. */
export async function startNginx(folder, servicePort, more) {
  const port = await freePort();
  const httpPort = await freePort();
  const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => join(folder, name));
  const names = ['monitor.example.org', 'example.org', '*.example.org'].map((name) => `DNS:${name}`).join();
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...[
        '-keyout',
        key,
        '-out',
        certificate,
        '-subj',
        '/CN=example.org',
        '-addext',
        `subjectAltName=${names}`,
      ],
    ],
    { stdio: 'ignore' },
  );
  const here = (text) =>
    withoutIpv6(text)
      .replaceAll('127.0.0.1:5000', `127.0.0.1:${servicePort}`)
      .replaceAll(/listen (\S*:)?443 /g, `listen $1${port} `)
      .replaceAll(/listen (\S*:)?80;/g, `listen $1${httpPort};`)
      .replaceAll(/\/etc\/letsencrypt\/\S*\/fullchain\.pem/g, certificate)
      .replaceAll(/\/etc\/letsencrypt\/\S*\/privkey\.pem/g, key);
  const subPath = deployed('nginx/system-monitor-sub-path.conf');
  const sites = [deployed('nginx/system-monitor.conf'), subPath, ...more(subPath)].map(here);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    [
      `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr warn;`,
      'events {}',
      `http { access_log off; ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}`,
      ...sites,
      '}',
    ].join('\n'),
  );
  start('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr']);
  await accepting(port);
  return { name: 'nginx', port, httpPort, certificate };
}

/** Caddy with `deploy/caddy/Caddyfile`, its own certificate authority in place of one on the internet. */
export async function startCaddy(folder, servicePort) {
  const port = await freePort();
  const httpPort = await freePort();
  mkdirSync(folder, { recursive: true });
  const options = ['admin off', 'local_certs', 'skip_install_trust'];
  const globals = [...options, `http_port ${httpPort}`, `https_port ${port}`].join('\n  ');
  const sites = deployed('caddy/Caddyfile').replaceAll('127.0.0.1:5000', `127.0.0.1:${servicePort}`);
  writeFileSync(join(folder, 'Caddyfile'), `{\n  ${globals}\n}\n${sites}`);
  const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  start('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], home);
  await accepting(port);
  const certificate = join(folder, 'caddy/pki/authorities/local/root.crt');
  for (let tries = 0; !existsSync(certificate) && tries < 100; tries += 1) await sleep(100);
  return { name: 'Caddy', port, httpPort, certificate };
}

/** Ends what was started here. */
export function stopAll() {
  for (const child of children) child.kill();
}

function start(program, args, environment = {}) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  // Where nobody reads the pipe would fill, and the program wait.
  child.stdout.resume();
  const said = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  child.on('exit', (code) => {
    if (code !== null && code !== 0) console.log(`${program} ended with ${code}:\n${said.join('\n')}`);
  });
  children.push(child);
  return child;
}

async function accepting(port) {
  for (let tries = 0; tries < 200; tries += 1) {
    const accepted = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (accepted) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** nginx does not start with an IPv6 line on a machine without IPv6. */
function withoutIpv6(text) {
  const known = Object.values(networkInterfaces()).flat();
  return known.some((one) => one?.family === 'IPv6') ? text : text.replaceAll(/^.*listen \[::\].*\n/gm, '');
}
