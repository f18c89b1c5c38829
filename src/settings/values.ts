import { isIP } from 'node:net';
import { parseDuration } from '../parsers/duration.js';
import { isJsonObject, parsedJson } from '../parsers/json.js';
import { parseOllamaHost } from '../parsers/ollama/host.js';

/** A start-up error in the words of the operator: which setting, what is wrong, what is allowed. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** An address or a name to listen on. */
export function listenAddress(text: string): string {
  if (isIP(text) !== 0) return text;
  // What is made of digits and dots alone is a mistyped address, not a name.
  if (/^(?=.*[a-z])[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text;
  throw new SettingError(
    'must be an address or a name without port: 127.0.0.1 or ::1 for this machine alone, 0.0.0.0 or :: for all',
  );
}

/** A comma-separated list of host names and addresses without port, in small letters. */
export function hostNames(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const name = part.trim().toLowerCase();
    if (isIP(name) !== 0 || /^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?$/.test(name)) return name;
    throw new SettingError(`${JSON.stringify(part.trim())} must be a host name such as monitor.example.org`);
  });
}

/** A comma-separated list of web origins, each as browsers write it. */
export function origins(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const origin = part.trim();
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (url?.origin === origin && /^https?:$/.test(url.protocol)) return origin;
    throw new SettingError(
      `${JSON.stringify(origin)} must be an origin such as https://dash.example.org, without path; * is not one`,
    );
  });
}

/** A whole number between the two, digits alone. */
export function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new SettingError(`must be a whole number from ${minimum} to ${maximum}`);
  };
}

/** "500ms", "1s", "2m"; a bare number is seconds. Gives milliseconds. */
export function duration(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = parseDuration(text) ?? NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new SettingError(
      `must be a duration such as 500ms, 1s or 2m, from ${minimum / 1000} s to ${maximum / 1000} s`,
    );
  };
}

/** The same, or 0 for never: gives null. */
export function durationOrOff(minimum: number, maximum: number) {
  const read = duration(minimum, maximum);
  return (text: string): number | null =>
    ['0', 'off', '0s'].includes(text.toLowerCase()) ? null : read(text);
}

/** How far back history reaches, in ms; null is off. */
export function historySpan(text: string): number | null {
  if (['off', '0', 'none'].includes(text.toLowerCase())) return null;
  const value = parseDuration(text) ?? NaN;
  if (value >= 600_000 && value <= 31 * 86_400_000) return value;
  throw new SettingError('must be off, or a duration from 10m to 31d, such as 24h');
}

/** An absolute path, of this system or of Windows. */
export function absolutePath(text: string): string {
  if (text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text)) return text;
  throw new SettingError('must be an absolute path');
}

/** An absolute path, or null when empty. */
export function optionalPath(text: string): string | null {
  return text === '' ? null : absolutePath(text);
}

/** The longest name a socket can have on every system, bytes. */
const longestSocketPath = 103;

/** The absolute path of a unix socket, or null when none is given. */
export function socketPath(text: string): string | null {
  if (text === '') return null;
  if (
    text.startsWith('/') &&
    !text.includes('\0') &&
    new TextEncoder().encode(text).length <= longestSocketPath
  ) {
    return text;
  }
  throw new SettingError(`must be an absolute path of at most ${longestSocketPath} bytes`);
}

/** The mode of a file as chmod(1) takes it, in octal digits: 660, 0660. */
export function fileMode(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return parseInt(text, 8);
  throw new SettingError('must be three octal digits such as 0660 (owner and group) or 0666 (everybody)');
}

/** A program's name or path. */
export function programPath(text: string): string {
  if (!/[\0\n]/.test(text)) return text;
  throw new SettingError("must be a program's name or path");
}

/** `auto`, `off`, or the absolute path of a library: a bare name could load one from anywhere. */
export function nvmlLibrary(text: string): string {
  const lower = text.toLowerCase();
  if (lower === 'auto' || lower === 'off') return lower;
  if (text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text)) return programPath(text);
  throw new SettingError('must be auto, off, or the absolute path of the library');
}

/** One of `words`, in any case. */
export function word<const T extends string>(...words: T[]) {
  return (text: string): T => {
    const found = words.find((candidate) => candidate === text.toLowerCase());
    if (found !== undefined) return found;
    throw new SettingError(`must be one of ${words.join(', ')}`);
  };
}

/** Words of `words`, separated by commas, each once; empty is none. */
export function listOf<const T extends string>(...words: T[]) {
  const one = word(...words);
  return (text: string): readonly T[] =>
    text.trim() === '' ? [] : [...new Set(text.split(',').map((part) => one(part.trim())))];
}

/** The exporters whose metric names can be given beside our own. */
export const compatibleExporters = ['dcgm', 'nvidia_gpu_exporter'] as const;

/** `auto` is all, which is null; `none` is no GPU backend; else a list of names, which the backends themselves know. */
export function vendors(text: string): readonly string[] | null {
  const lower = text.trim().toLowerCase();
  if (lower === 'auto') return null;
  if (lower === 'none' || lower === 'off') return [];
  const names = lower.split(',').map((name) => name.trim());
  if (names.every((name) => /^[a-z][a-z\d-]*$/.test(name))) return [...new Set(names)];
  throw new SettingError('must be auto, none, or names of GPU backends separated by commas');
}

/** An address in any form Ollama itself takes. */
export function ollamaAddress(text: string): URL {
  const url = parseOllamaHost(text);
  if (url !== null) return url;
  throw new SettingError('must be an address such as 127.0.0.1:11434 or https://ollama.example.org');
}

const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*([\x20-\x7e\t]*)$/;

/** What the connection itself decides. */
const connectionHeaders = [
  ...['connection', 'content-length', 'expect', 'keep-alive'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/** `Name: value`, or a JSON object of several. */
export function headers(text: string): Record<string, string> {
  if (text.trim() === '') return {};
  const lines = text.trimStart().startsWith('{') ? headerLinesOfJson(text) : [text.trim()];
  return Object.fromEntries(lines.map(header));
}

function header(line: string): [name: string, value: string] {
  const [, name, value] = headerLine.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new SettingError('must be "Name: value", or a JSON object of names and values');
  }
  if (connectionHeaders.includes(name.toLowerCase())) {
    throw new SettingError(`${name} cannot be set, because it belongs to the connection`);
  }
  return [name, value];
}

function headerLinesOfJson(text: string): string[] {
  const named = parsedJson(text);
  if (!isJsonObject(named)) return [''];
  return Object.entries(named).map(([name, value]) => (typeof value === 'string' ? `${name}: ${value}` : ''));
}
