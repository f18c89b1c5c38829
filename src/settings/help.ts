import { settingRows } from './command.js';
import { name, version } from '../package.js';

/** What `--help` prints: every setting with its variable, its option and its default. */
export function help(): string {
  const rows = settingRows().map(({ variable, option, default: value, description }) => [
    `  ${option ?? '(environment only)'}`,
    variable,
    value === '' ? '–' : value,
    description,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    `${name} ${version}: one machine over HTTP – processor, memory, disk, GPUs, network, Ollama.`,
    '',
    `Usage: ${name} [options]`,
    `       ${name} key [name]   makes an API key and prints it with the line for the settings`,
    '',
    'Each option can also be given as an environment variable; the option wins.',
    '',
    line(['  option', 'variable', 'default', 'meaning']),
    ...rows.map(line),
    '',
    '      --check    what this machine lets be seen, what not and why; exit code 0, or 1 when something is to mend',
    '  -h, --help     this text',
    '  -v, --version  the version',
    '',
  ].join('\n');
}
