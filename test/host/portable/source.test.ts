import os from 'node:os';
import t from 'tap';
import { Helper } from '../../../src/host/helper/helper.js';
import type { methods } from '../../../src/host/helper/portable.js';
import { portableFacts } from '../../../src/host/portable/source.js';

type Portable = typeof methods;

const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
const helper = new Helper<Portable>('portable', environment);
const mounts = new Helper<Portable>('portableMounts', environment);
t.teardown(() => {
  helper.close();
  mounts.close();
});
const cards = new Helper<Portable>('portableCards', environment);
t.teardown(() => cards.close());
const facts = portableFacts(helper, mounts, cards);

t.test('the graphics cards are asked for in a process of their own', async (t) => {
  const answer = await facts.graphics();
  t.ok(Array.isArray(answer));
  for (const card of answer) t.match(card, { vendor: String, model: String });
});

t.test('the real library answers through the real helper, in the shapes that are read', async (t) => {
  const [cpu, load, memory, systems, info, time, averages] = await Promise.all([
    facts.cpu(),
    facts.currentLoad(),
    facts.mem(),
    facts.fsSize(),
    facts.osInfo(),
    facts.time(),
    facts.loadAverage(),
  ]);
  t.match(cpu, {
    manufacturer: String,
    brand: String,
    vendor: String,
    speedMax: Number,
    physicalCores: Number,
  });
  t.equal(cpu.cores, os.cpus().length);
  t.equal(load.cpus.length, os.cpus().length);
  t.ok(Math.abs(load.currentLoad + load.currentLoadIdle - 100) < 0.01, 'busy and idle are the whole');
  t.match(load.cpus[0], { load: Number, rawLoad: Number, rawLoadIdle: Number });
  t.equal(memory.total, os.totalmem());
  t.ok(memory.available > 0 && memory.available <= memory.total, 'available is a part of the total');
  t.match(memory, { free: Number, active: Number, buffcache: Number, swaptotal: Number, swapfree: Number });
  const root = systems.find(({ mount }) => mount === '/');
  t.match(root, { fs: String, type: String, size: Number, used: Number, available: Number, rw: Boolean });
  t.match(info, {
    platform: process.platform,
    distro: String,
    kernel: os.release(),
    hostname: os.hostname(),
  });
  t.ok(Math.abs(time.uptime - os.uptime()) < 5 && Math.abs(time.current - Date.now()) < 30_000, 'now');
  t.equal(averages.length, 3);
});

t.test('the counters of network interfaces are fresh in every answer', async (t) => {
  const interfaces = await facts.networkInterfaces();
  const loopback = interfaces.find(({ internal }) => internal);
  t.match(loopback, { iface: /^lo/, mtu: Number });
  const before = performance.now();
  const answers = [await facts.networkStats(), await facts.networkStats()];
  t.ok(performance.now() - before > 500, 'the second one waited for half a second');
  const own = answers.map((all) => all.find(({ iface }) => iface === loopback?.iface));
  t.match(own[0], {
    rx_bytes: Number,
    tx_bytes: Number,
    rx_errors: Number,
    tx_dropped: Number,
    rx_sec: null,
  });
  t.match(own[1], { rx_sec: Number, tx_sec: Number });
  t.ok((own[1]?.ms ?? 0) >= 500, 'counted anew');
});

t.test('a file system that hangs is asked of a process of its own', (t) => {
  t.type(helper.pid, 'number');
  t.type(mounts.pid, 'number');
  t.not(helper.pid, mounts.pid);
  t.end();
});
