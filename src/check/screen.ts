import { terminalText } from '../byte-names.js';
import { name as service, version } from '../package.js';
import type { CheckReport, DomainFinding } from './report.js';

/** The report as plain text, without colours, lines no longer than `width` where they can be broken. */
export function checkScreen(report: CheckReport, width: number): string {
  const lines = [
    `${service} ${version} on ${machineText(report)}`,
    '',
    ...field('listens on', report.posture, width),
    ...field('container', containerText(report), width),
    ...settingLines(report, width),
    '',
    ...domainLines(report.domains, width),
    ...section(`not seen from ${inContainer(report) ? 'this container' : 'here'}`, limits(report), width),
    ...section(
      'devices of GPUs that this user may not open (only the makers’ own tools need them)',
      devices(report),
      width,
    ),
    ...section('to mend', mendings(report), width),
    ...report.warnings.map((warning) => `warning: ${warning}`),
    '',
    verdict(report),
    '',
  ];
  return lines.map((line) => terminalText(line.trimEnd())).join('\n');
}

/** A fact with what can be done about it. */
interface Item {
  what: string;
  reason: string;
  remedy: string | null;
}

function machineText({ host }: CheckReport): string {
  const parts = [host?.operating_system, host?.kernel, host?.architecture];
  const known = parts.filter((part) => typeof part === 'string');
  return [host?.hostname ?? 'an unknown machine', known.join(', ')].filter((part) => part !== '').join(': ');
}

function containerText({ host }: CheckReport): string {
  if (host === null) return 'unknown';
  if (host.container === null) return 'none';
  return `${host.container.runtime ?? 'yes'}: ${host.container.evidence.join('; ')}`;
}

function settingLines({ settings }: CheckReport, width: number): string[] {
  const text = (from: (one: CheckReport['settings'][number]) => boolean) =>
    settings
      .filter(from)
      .map(({ variable, value }) => (value === '' ? `${variable} –` : `${variable} ${value}`))
      .join(', ');
  const set = text(({ from }) => from !== null);
  return [
    ...field('settings', set === '' ? 'none is set' : set, width),
    ...field(
      'defaults',
      text(({ from }) => from === null),
      width,
    ),
  ];
}

function domainLines(domains: DomainFinding[], width: number): string[] {
  const rows = domains.map(({ name, state, source, took, text }) => {
    return { cells: [name, state, `${Math.round(took)} ms`, source ?? ''], text };
  });
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const indent = 2 + widths.reduce((sum, one) => sum + one + 2, 0);
  return rows.flatMap(({ cells, text }) => {
    const padded = cells.map((cell, column) =>
      column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    return hanging(`  ${padded.join('  ')}  `, text, indent, width);
  });
}

function inContainer({ host }: CheckReport): boolean {
  return host !== null && host.container !== null;
}

function limits({ host }: CheckReport): Item[] {
  return host?.limited_view ?? [];
}

function devices({ closedDevices }: CheckReport): Item[] {
  return closedDevices.map(({ path, group, groupNumber }) => ({
    what: path,
    reason: `open to the group ${group}`,
    remedy: `sudo usermod -aG ${group} <user>, or docker run --group-add ${groupNumber}`,
  }));
}

function mendings({ toMend }: CheckReport): Item[] {
  return toMend.map(({ domain, code, detail, remedy }) => ({
    what: domain,
    reason: `${code}: ${detail}`,
    remedy,
  }));
}

function section(title: string, items: readonly Item[], width: number): string[] {
  if (items.length === 0) return [];
  const indent = 4 + Math.max(...items.map(({ what }) => what.length));
  const lines = items.flatMap(({ what, reason, remedy }) => [
    ...hanging(`  ${what.padEnd(indent - 2)}`, reason, indent, width),
    ...(remedy === null ? [] : hanging(`${' '.repeat(indent)}→ `, remedy, indent + 2, width)),
  ]);
  return ['', `${title}:`, ...lines];
}

function field(title: string, text: string, width: number): string[] {
  return hanging(`${title}:`.padEnd(12), text, 12, width);
}

function verdict({ toMend }: CheckReport): string {
  if (toMend.length === 0) return 'All is well.';
  return `${toMend.length} ${toMend.length === 1 ? 'thing' : 'things'} to mend.`;
}

/** `text` after `start`, its further lines indented; words are never broken. */
function hanging(start: string, text: string, indent: number, width: number): string[] {
  const room = Math.max(30, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? `${start}${one}` : `${' '.repeat(indent)}${one}`));
}
