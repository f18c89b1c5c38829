import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageFolder } from '../package.js';

/** A file of the dashboard, as it is served. */
export interface PageFile {
  /** Its name within `/dashboard/`. */
  name: string;
  type: string;
  bytes: Buffer;
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The files of the dashboard: its page, styles and compiled modules, and uPlot from its own package. They are read
 * once, before the service listens; throws when one is not there.
 */
export function pageFiles(): PageFile[] {
  const ofPackage = createRequire(import.meta.url);
  const written = ['index.html', 'style.css', 'cards.css', 'icon.svg'].map((name) => {
    return pageFile(name, join(packageFolder, 'dashboard', name));
  });
  const compiled = join(packageFolder, 'dist/dashboard');
  const modules = readdirSync(compiled)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => pageFile(name, join(compiled, name)));
  return [
    ...written,
    ...modules,
    pageFile('uplot.js', ofPackage.resolve('uplot/dist/uPlot.iife.min.js')),
    pageFile('uplot.css', ofPackage.resolve('uplot/dist/uPlot.min.css')),
  ];
}

function pageFile(name: string, path: string): PageFile {
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { name, type, bytes: readFileSync(path) };
}
