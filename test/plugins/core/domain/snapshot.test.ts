import t from 'tap';
import { Snapshot } from '../../../../plugins/core/domain/snapshot.js';
import { CpuStats } from '../../../../schemas/cpu.js';
import { MemoryStats } from '../../../../schemas/memory.js';
import type { Entry } from '../../../../src/sampling/catalogue.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

async function snapshotOf(wanted: string[]) {
  const { app, host } = await recordedApp('linux-x64__desktop-16-threads');
  const { catalogue } = app.monitor;
  const entries = new Map<string, Entry>([
    ['cpu', catalogue.get(CpuStats)],
    ['memory', catalogue.get(MemoryStats)],
  ]);
  return { app, host, snapshot: new Snapshot(app, entries, new Set(wanted)) };
}

t.test('the same bytes are given until a domain has something new to show', async (t) => {
  const { host, snapshot } = await snapshotOf(['cpu', 'memory']);
  const first = snapshot.fresh();
  t.ok(first);
  t.equal(snapshot.fresh(), first);
  t.equal(await snapshot.current(), first);
  await host.clock.advance(1_000);
  const second = snapshot.fresh();
  t.not(second, first);
  t.not(second?.text, first?.text, 'it tells of another reading');
});

t.test('what has to be read first is waited for', async (t) => {
  const { host, snapshot } = await snapshotOf(['cpu', 'memory']);
  await host.clock.advance(5_000);
  t.equal(snapshot.fresh(), null);
  const json = await host.clock.until(snapshot.current());
  t.match(JSON.parse(json.text), { cpu: { threads: 16 }, memory: { total_gb: Number }, problems: [] });
});

t.test('what is wrong beside the domains is told at once', async (t) => {
  const { app, snapshot } = await snapshotOf(['memory']);
  const first = snapshot.fresh();
  const told = { domain: 'history', code: 'failed', reason: null, detail: 'the disk is full', remedy: null };
  app.history.problems = () => [told];
  t.match(JSON.parse(snapshot.fresh()?.text ?? ''), { cpu: null, problems: [told] });
  app.history.problems = () => [];
  t.strictSame(snapshot.fresh(), first);
});
