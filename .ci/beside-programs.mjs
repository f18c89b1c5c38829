/**
 * The values of this very machine beside those of its own programs: df, free, ip, ps, lscpu and, where it is there,
 * psutil. Prints a table; exit code 1 when one differs by more than what may pass between two looks.
 */
import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What others may take or give back meanwhile, bytes. */
const some = 256 * 2 ** 20;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** @type {{ value: string, program: string, ours: number | string | null, theirs: number | string | null, ok: boolean }[]} */
const rows = [];

const child = spawn(process.execPath, [join(root, 'dist/src/main.js'), '--port', '0'], {
  env: { PATH: process.env.PATH, SYSMON_GPU: 'none' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await listening();
  const get = async (path) => (await fetch(`${url}${path}`)).json();
  await memory(await get('/stats/memory'));
  await disks(await get('/stats/disk'));
  await network(get);
  await processes(await get('/stats/processes?limit=10000'));
  await processor(await get('/stats/cpu'));
  await psutil(get);
} finally {
  child.kill('SIGTERM');
}
console.table(rows);
const wrong = rows.filter(({ ok }) => !ok);
console.log(`${rows.length - wrong.length} of ${rows.length} values are as the machine's own programs say`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function listening() {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Server listening at (http:[^"]+)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error('the service ended before it listened');
}

/** What a program prints; null, said loudly, where it is not installed. */
function said(program, ...args) {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: 'pipe',
    });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.log(`SKIPPED: THERE IS NO ${program.toUpperCase()} TO COMPARE WITH`);
    return null;
  }
}

/** One row: two numbers no further apart than `apart`, or two texts that are the same. */
function compare(value, program, ours, theirs, apart = 0) {
  const ok = typeof ours === 'number' ? Math.abs(ours - Number(theirs)) <= apart : ours === theirs;
  rows.push({ value, program, ours, theirs, ok });
}

async function memory(body) {
  const text = said('free', '-b');
  if (text === null) return;
  const [, total, , free, , , available] = text.split('\n')[1].split(/\s+/).map(Number);
  const [, swapTotal, swapUsed] = text.split('\n')[2].split(/\s+/).map(Number);
  compare('memory total_bytes', 'free -b', body.total_bytes, total);
  compare('memory free_bytes', 'free -b', body.free_bytes, free, some);
  compare('memory available_bytes', 'free -b', body.available_bytes, available, some);
  compare('memory swap_total_bytes', 'free -b', body.swap_total_bytes, swapTotal);
  compare('memory swap_used_bytes', 'free -b', body.swap_used_bytes, swapUsed, some);
}

async function disks(body) {
  for (const { mount_point: place, state, ...ours } of body.filesystems) {
    if (state !== 'ok') continue;
    const text = said('df', '-B1', '--output=size,used,avail,itotal,iused', place);
    if (text === null) return;
    const [size, used, available, inodes, inodesUsed] = text
      .trim()
      .split('\n')[1]
      .trim()
      .split(/\s+/)
      .map(Number);
    compare(`${place} total_bytes`, 'df -B1', ours.total_bytes, size);
    compare(`${place} used_bytes`, 'df -B1', ours.used_bytes, used, some);
    compare(`${place} free_bytes`, 'df -B1', ours.free_bytes, available, some);
    compare(`${place} inodes_total`, 'df -i', ours.inodes_total, inodes);
    compare(`${place} inodes_used`, 'df -i', ours.inodes_used, inodesUsed, 2_000);
  }
}

/** Counters go on: ours lie between what the program says before and after. */
async function network(get) {
  const before = said('ip', '-s', '-json', 'link');
  if (before === null) return;
  const body = await get('/stats/network');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const later = await get('/stats/network');
  const after = JSON.parse(said('ip', '-s', '-json', 'link') ?? before);
  for (const theirs of JSON.parse(before)) {
    const ours = later.interfaces.find(({ name }) => name === theirs.ifname);
    const first = body.interfaces.find(({ name }) => name === theirs.ifname);
    const last = after.find(({ ifname }) => ifname === theirs.ifname);
    compare(`${theirs.ifname} mtu`, 'ip link', ours?.mtu ?? null, theirs.mtu);
    for (const [field, way] of [
      ['received_bytes', 'rx'],
      ['sent_bytes', 'tx'],
    ]) {
      const [from, to] = [theirs.stats64[way].bytes, last.stats64[way].bytes];
      const value = ours?.[field] ?? null;
      const ok = value !== null && value >= Math.min(from, first[field]) && value <= to;
      rows.push({
        value: `${theirs.ifname} ${field}`,
        program: 'ip -s link',
        ours: value,
        theirs: `${from} to ${to}`,
        ok,
      });
    }
  }
}

async function processes(body) {
  const text = said('ps', '-e', '-o', 'pid=,ppid=,rss=,nlwp=,comm=');
  if (text === null) return;
  const theirs = new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [, pid, parent, rss, threads, name] =
          /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return [
          Number(pid),
          { parent: Number(parent), rss: Number(rss) * 1024, threads: Number(threads), name },
        ];
      }),
  );
  compare('processes total', 'ps -e', body.total, theirs.size, 10);
  const both = body.processes.filter(({ pid }) => theirs.has(pid));
  const differing = both.filter(({ pid, parent_pid, name, memory_bytes, kernel_thread }) => {
    const other = theirs.get(pid);
    if (other === undefined) return true;
    const isNear = kernel_thread || Math.abs(memory_bytes - other.rss) < other.rss / 2 + some;
    return parent_pid !== other.parent || !isNear || !other.name.startsWith(name.slice(0, 15));
  });
  compare(`parent, name and memory of ${both.length} processes: differing`, 'ps', differing.length, 0, 3);
}

async function processor(body) {
  const text = said('lscpu', '-J');
  if (text === null) return;
  const flat = (rows) => rows.flatMap((row) => [row, ...flat(row.children ?? [])]);
  const fields = new Map(
    flat(JSON.parse(text).lscpu).map(({ field, data }) => [field.replace(/:$/, ''), data]),
  );
  compare('cpu threads', 'lscpu', body.threads, Number(fields.get('CPU(s)')));
  compare(
    'cpu cores',
    'lscpu',
    body.cores,
    Number(fields.get('Core(s) per socket')) * Number(fields.get('Socket(s)')),
  );
  compare('cpu model', 'lscpu', body.model, fields.get('Model name') ?? null);
  compare('cpu architecture', 'lscpu', body.architecture, fields.get('Architecture') ?? null);
}

async function psutil(get) {
  const script = `
import json, psutil
print(json.dumps({
  'total': psutil.virtual_memory().total, 'percent': psutil.virtual_memory().percent,
  'threads': psutil.cpu_count(), 'cores': psutil.cpu_count(logical=False), 'boot': psutil.boot_time(),
  'disk': psutil.disk_usage('/').total, 'disk_percent': psutil.disk_usage('/').percent,
  'load': psutil.getloadavg()[2],
}))`;
  let text;
  try {
    text = execFileSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    console.log('SKIPPED: THERE IS NO PSUTIL TO COMPARE WITH');
    return;
  }
  const theirs = JSON.parse(text);
  const [cpu, memory, disk, host] = await Promise.all(
    ['cpu', 'memory', 'disk', 'host'].map((one) => get(`/stats/${one}`)),
  );
  compare('memory total_bytes', 'psutil', memory.total_bytes, theirs.total);
  compare('memory percent', 'psutil', memory.percent, theirs.percent, 2);
  compare('cpu threads', 'psutil', cpu.threads, theirs.threads);
  compare('cpu cores', 'psutil', cpu.cores, theirs.cores);
  compare('load over 15 minutes', 'psutil', cpu.load_average[2], theirs.load, 0.2);
  compare(
    'disk total_bytes',
    'psutil',
    disk.filesystems.find((one) => one.mount_point === '/')?.total_bytes ?? null,
    theirs.disk,
  );
  compare('disk percent', 'psutil', disk.percent, theirs.disk_percent, 0.2);
  compare('booted_at', 'psutil', Date.parse(host.booted_at) / 1000, theirs.boot, 2);
}
