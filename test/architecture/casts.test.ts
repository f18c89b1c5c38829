import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');
/** Made by a program, or with no code in it. */
const left = /^src\/client\/api\.ts$|\.d\.ts$/;
/** So many there may be: each is a place where the compiler is told instead of asked. */
const most = 15;

void t.test('what the compiler cannot know is a type guard or a typed table, not a cast', (t) => {
  const casts = ['src', 'plugins', 'schemas'].flatMap(sources).flatMap(castsIn);
  t.ok(casts.length <= most, `${casts.length} casts: ${casts.join(', ')}`);
  t.end();
});

void t.test('casts are told from what looks like them', (t) => {
  const count = (text: string) => castsOf('some.ts', text).length;
  t.equal(count('const a = b as C;'), 1);
  t.equal(count('const a = <C>b;'), 1);
  t.equal(count('const a = b as unknown as C;'), 2);
  t.equal(count("const a = ['b'] as const; import { b as c } from 'd'; // e as F"), 0);
  t.end();
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts') && !left.test(file));
}

function castsIn(file: string): string[] {
  return castsOf(file, readFileSync(join(root, file), 'utf8'));
}

/** Where the casts of a file are, as `file:line`; `as const` is none. */
function castsOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
    if (isCast && !ts.isConstTypeReference(node.type)) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
