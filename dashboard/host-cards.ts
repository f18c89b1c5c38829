import { card, figure } from './card.js';
import { cores } from './cores.js';
import { facts, foldable, meter, scrolling, setText, table, type TableColumn } from './element.js';
import { bytesText, countText, numbersText, percentText, rateText, shareText, unitText } from './format.js';
import { plot } from './plots.js';
import { shownBody, type Section } from './section.js';
import { stateWords, toneOf } from './states.js';
import type { DiskDevice, FileSystem, Interface } from './stats.js';

const height = 110;

/** The processor with all its cores. */
export function cpuCard(parent: Element): Section {
  const shown = card('CPU');
  const usage = figure('in use');
  const lines = plot('CPU usage', 'percent', 150, [{ label: 'CPU', column: 'cpu.usage_percent' }]);
  const bars = cores();
  const more = facts(['load', 'clock', 'temperature', 'waiting for disks', 'stolen', 'pressure', 'quota']);
  shown.content.append(usage.root, lines.root, bars.root, more.root);
  parent.append(shown.root);
  return {
    update(stats) {
      const cpu = shownBody(stats, 'cpu', shown);
      if (cpu === null) return;
      shown.note(cpu.model ?? '');
      const counted = `${cpu.cores ?? 'n/a'} cores, ${cpu.threads ?? 'n/a'} threads`;
      usage.set(percentText(cpu.usage_percent), counted);
      bars.update(cpu.per_core_usage);
      more.set('load', cpu.load_average === null ? null : numbersText(cpu.load_average));
      more.set('clock', unitText(cpu.frequency_mhz, 'MHz'));
      more.set('temperature', unitText(cpu.temperature_celsius, '°C'));
      more.set(
        'waiting for disks',
        cpu.times_percent === null ? null : percentText(cpu.times_percent.iowait),
      );
      const stolen = cpu.times_percent?.steal ?? 0;
      more.set('stolen', stolen > 0 ? percentText(stolen) : null);
      more.set(
        'pressure',
        cpu.pressure_some_percent === null ? null : percentText(cpu.pressure_some_percent),
      );
      more.set('quota', cpu.quota_cores === null ? null : unitText(cpu.quota_cores, 'cores', 1));
    },
    draw: lines.draw,
  };
}

/** Main memory. */
export function memoryCard(parent: Element): Section {
  const shown = card('Memory');
  const usage = figure('in use');
  const bar = meter();
  const lines = plot('Memory in use', 'percent', 196, [{ label: 'memory', column: 'memory.percent' }]);
  const more = facts(['available', 'cached', 'ZFS cache', 'swap', 'limit here', 'pressure']);
  shown.content.append(usage.root, bar.root, lines.root, more.root);
  parent.append(shown.root);
  return {
    update(stats) {
      const memory = shownBody(stats, 'memory', shown);
      if (memory === null) return;
      usage.set(percentText(memory.percent), shareText(memory.used_bytes, memory.total_bytes));
      bar.set(memory.percent, toneOf(memory.percent));
      more.set('available', bytesText(memory.available_bytes));
      more.set('cached', bytesText(memory.cached_bytes));
      more.set('ZFS cache', memory.zfs_arc_bytes === null ? null : bytesText(memory.zfs_arc_bytes));
      const swap = shareText(memory.swap_used_bytes, memory.swap_total_bytes);
      more.set('swap', memory.swap_total_bytes === 0 ? 'none' : swap);
      const limit = shareText(memory.limit_used_bytes, memory.limit_bytes);
      more.set('limit here', memory.limit_bytes === null ? null : limit);
      const pressure = memory.pressure_some_percent;
      more.set('pressure', pressure === null ? null : percentText(pressure));
    },
    draw: lines.draw,
  };
}

/** File systems and block devices. */
export function diskCard(parent: Element): Section {
  const shown = card('Disks');
  const read = figure('reading');
  const write = figure('writing');
  const lines = plot('Reading and writing of disks', 'rate', height, [
    { label: 'reading', column: 'disk.read_bytes_per_second' },
    { label: 'writing', column: 'disk.written_bytes_per_second' },
  ]);
  const systems = table<FileSystem>('File systems', fileSystemColumns, ({ mount_point }) => mount_point);
  const devices = table<DiskDevice>('Block devices', deviceColumns, ({ name }) => name);
  const folded = foldable('Devices', scrolling('Block devices', devices.root));
  shown.content.append(
    read.root,
    write.root,
    lines.root,
    scrolling('File systems', systems.root),
    folded.root,
  );
  parent.append(shown.root);
  return {
    update(stats) {
      const disk = shownBody(stats, 'disk', shown);
      if (disk === null) return;
      read.set(rateText(disk.read_bytes_per_second));
      write.set(rateText(disk.written_bytes_per_second));
      systems.update(disk.filesystems ?? []);
      const whole = (disk.devices ?? []).filter(({ kind }) => kind === 'disk');
      setText(folded.title, `${whole.length} disks`);
      if (folded.root.open) devices.update(whole);
    },
    draw: lines.draw,
  };
}

const fileSystemColumns: TableColumn<FileSystem>[] = [
  { heading: 'file system', text: ({ mount_point }) => mount_point },
  {
    heading: 'in use',
    text: (one) => (one.state === 'ok' ? percentText(one.used_percent) : stateWords(one.state).word),
    share: (one) => [one.used_percent, toneOf(one.used_percent, 85, 95)],
  },
  { heading: 'free', number: true, text: ({ free_bytes }) => bytesText(free_bytes) },
  { heading: 'of', number: true, text: ({ total_bytes }) => bytesText(total_bytes) },
];

const deviceColumns: TableColumn<DiskDevice>[] = [
  { heading: 'disk', text: ({ name }) => name },
  {
    heading: 'busy',
    text: ({ usage_percent }) => percentText(usage_percent),
    share: ({ usage_percent }) => [usage_percent, toneOf(usage_percent, 90, 101)],
  },
  {
    heading: 'reading',
    number: true,
    text: (one) => rateText(one.read_bytes_per_second),
  },
  {
    heading: 'writing',
    number: true,
    text: (one) => rateText(one.written_bytes_per_second),
  },
];

/** Traffic, in all and of each interface. */
export function networkCard(parent: Element): Section {
  const shown = card('Network');
  const receive = figure('receiving');
  const send = figure('sending');
  const lines = plot('Traffic of the network', 'rate', height, [
    { label: 'receiving', column: 'network.received_bytes_per_second' },
    { label: 'sending', column: 'network.sent_bytes_per_second' },
  ]);
  const interfaces = table<Interface>('Interfaces', interfaceColumns, ({ name }) => name);
  shown.content.append(receive.root, send.root, lines.root, scrolling('Interfaces', interfaces.root));
  parent.append(shown.root);
  return {
    update(stats) {
      const network = shownBody(stats, 'network', shown);
      if (network === null) return;
      receive.set(rateText(network.received_bytes_per_second));
      send.set(rateText(network.sent_bytes_per_second));
      interfaces.update(network.interfaces);
    },
    draw: lines.draw,
  };
}

const interfaceColumns: TableColumn<Interface>[] = [
  { heading: 'interface', text: ({ name, up }) => (up === false ? `${name} (down)` : name) },
  { heading: 'receiving', number: true, text: (one) => rateText(one.received_bytes_per_second) },
  { heading: 'sending', number: true, text: (one) => rateText(one.sent_bytes_per_second) },
  { heading: 'faults', number: true, text: (one) => faultsText(one) },
];

/** Errors and drops since boot, both ways. */
function faultsText(one: Interface): string {
  const all = [one.received_errors, one.sent_errors, one.received_drops, one.sent_drops];
  const known = all.filter((count) => count !== null);
  return countText(known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0));
}
