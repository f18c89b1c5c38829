import { basename } from 'node:path/posix';
import type { Masking } from './masking.js';

/** One file of a recording as it may be shown: the general rules, and those of this very file. */
export function maskFile(masking: Masking, path: string, text: string): string {
  if (path.endsWith('sys/kernel/hostname')) return `${masking.hide('host', text.trim())}\n`;
  if (serialFiles.test(path)) return maskSerial(masking, text);
  const own = ownRules.find(({ file }) => file.test(path));
  return masking.mask(own === undefined ? text : own.mask(masking, text));
}

const serialFiles = /\/(?:unique_id|serial|serial_number)$/;
const ownRules: { file: RegExp; mask: (masking: Masking, text: string) => string }[] = [
  { file: /proc\/cpuinfo$/, mask: afterLabel(/^(Serial\s*:\s*)(\S+)/gm) },
  { file: /commands\/amd-smi/, mask: afterLabel(/("(?:uuid|asic_serial)":\s*")([^"]+)/g) },
  { file: /commands\/rocm-smi/, mask: afterLabel(/("(?:Unique ID|Serial Number|GUID)":\s*")([^"]+)/g) },
];

function afterLabel(pattern: RegExp) {
  return (masking: Masking, text: string) =>
    text.replace(pattern, (_, label: string, value: string) => label + maskSerial(masking, value));
}

/** Every letter and digit as 0; a serial number that is none (`[N/A]`, all zeros) stays. */
function maskSerial(masking: Masking, value: string): string {
  if (!/[1-9]/.test(value)) return value;
  const prefix = /^0x/i.exec(value)?.[0] ?? '';
  return masking.replacement(
    'serial number',
    value,
    () => prefix + value.slice(prefix.length).replaceAll(/[0-9a-z]/gi, '0'),
  );
}

const serialColumn = /(?:^|[._])(?:serial|serial_number|host_id|gpu_fabric_guid|clusterUuid)$/;
const programColumn = /^(?:process_name|name)$/;

/** The rows of a table of nvidia-smi whose columns are `fields`. */
export function maskTable(masking: Masking, fields: readonly string[], text: string): string {
  const isPrograms = fields.includes('pid');
  const maskCell = (cell: string, field: string) => {
    if (serialColumn.test(field)) return maskSerial(masking, cell);
    if (field === 'hostname') return masking.hide('host', cell);
    return isPrograms && programColumn.test(field) ? maskProgram(masking, cell) : masking.mask(cell);
  };
  const maskRow = (row: string) => {
    const cells = row.split(', ');
    // A comma inside a cell: which cell is which cannot be told, so the row is left out.
    if (cells.length !== fields.length) return null;
    return cells.map((cell, index) => maskCell(cell, fields[index] ?? '')).join(', ');
  };
  const rows = text.split('\n').map((row) => (row.trim() === '' ? row : maskRow(row)));
  return rows.filter((row) => row !== null).join('\n');
}

/** A program's path: the folders are masked, its own name stays. */
function maskProgram(masking: Masking, path: string): string {
  const masked = masking.mask(path);
  return masked === path || !path.includes('/')
    ? masked
    : `${masked.slice(0, masked.lastIndexOf('/'))}/${basename(path)}`;
}
