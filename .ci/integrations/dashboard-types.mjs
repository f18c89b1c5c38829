import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The JSON of a dashboard has the values of enumerations as plain words and numbers. */
const head = `import type { Dashboard } from '@grafana/schema';
type Plain<T> = T extends string ? \`\${T}\` : T extends readonly (infer I)[] ? Plain<I>[]
  : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export const dashboard: Plain<Dashboard> = `;
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
};

/** What the compiler says of a dashboard's JSON as a `Dashboard` of Grafana's own package, unknown fields included. */
export function dashboardTypeFaults(json) {
  const file = join(root, '.ci/integrations/dashboard.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const text = head + json;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? text : readFile(name));
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file: where, start, messageText }) => {
    const line =
      where === undefined || start === undefined
        ? ''
        : where.getLineAndCharacterOfPosition(start).line + 2 - head.split('\n').length;
    return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/** The committed dashboard's JSON. */
export function ownDashboard() {
  return readFileSync(join(root, 'deploy/grafana/dashboards/system-monitor.json'), 'utf8');
}
