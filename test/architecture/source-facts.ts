import { posix } from 'node:path';
import ts from 'typescript';
import type { Import } from './import-rules.js';

/** What the syntax tree of one source file shows that the architecture has rules about. */
export interface SourceFacts {
  imports: Import[];
  /** Global names and properties that are used, `process.env` and `Date.now` as such; `new Date()` without an argument too. */
  globals: Set<string>;
  /** Lines (from 1) of `catch` blocks and `.catch` callbacks that do nothing. */
  emptyCatches: number[];
  /** Names of `let`, `var` and empty collections that live as long as the module. */
  moduleState: string[];
  lines: number;
}

/** Every rule asks for every file. */
const known = new Map<string, SourceFacts>();

/** Reads `text` as the TypeScript file `file` (a path from the project's folder). */
export function sourceFacts(file: string, text: string): SourceFacts {
  const key = `${file}\n${text}`;
  const facts = known.get(key) ?? readFacts(file, text);
  known.set(key, facts);
  return facts;
}

function readFacts(file: string, text: string): SourceFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const facts: SourceFacts = {
    imports: [],
    globals: new Set(),
    emptyCatches: [],
    moduleState: source.statements.flatMap(stateOf),
    lines: text.split('\n').length - 1,
  };
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== null) facts.imports.push({ ...found, target: resolved(file, found.target) });
    for (const name of globalsOf(node)) facts.globals.add(name);
    if (isEmptyCatch(node)) facts.emptyCatches.push(lineOf(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return facts;
}

/** Stands for the target of an import that is computed when the program runs. */
export const computedTarget = '(computed)';

function importOf(node: ts.Node): Import | null {
  if (ts.isImportDeclaration(node))
    return of(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
  if (ts.isExportDeclaration(node)) {
    return node.moduleSpecifier === undefined ? null : of(node.moduleSpecifier, node.isTypeOnly);
  }
  if (ts.isExternalModuleReference(node)) return of(node.expression, node.parent.isTypeOnly);
  if (ts.isImportTypeNode(node)) {
    return of(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  }
  if (ts.isCallExpression(node) && isImportCall(node.expression)) return of(node.arguments[0], false);
  return null;
}

function of(specifier: ts.Node | undefined, typeOnly: boolean): Import {
  const literal = specifier !== undefined && ts.isStringLiteralLike(specifier);
  return { target: literal ? specifier.text : computedTarget, typeOnly };
}

function isImportCall(callee: ts.Node): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return ts.isPropertyAccessExpression(callee) && callee.getText() === 'process.getBuiltinModule';
}

/** A relative import as the path of its source; a package without what comes after its name. */
function resolved(file: string, target: string): string {
  if (target.startsWith('.')) return posix.join(posix.dirname(file), target).replace(/\.js$/, '.ts');
  if (target.startsWith('node:') || target === computedTarget) return target;
  const depth = target.startsWith('@') ? 2 : 1;
  const name = target.split('/').slice(0, depth).join('/');
  return nodeModules.has(name) ? `node:${target}` : name;
}

/** Node's own modules that can be imported without `node:`, as far as the rules are about them. */
const nodeModules = new Set([
  'fs',
  'child_process',
  'http',
  'https',
  'net',
  'os',
  'process',
  'timers',
  'module',
]);

function globalsOf(node: ts.Node): string[] {
  if (ts.isNewExpression(node) && node.arguments?.length === 0) return [`new ${node.expression.getText()}()`];
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    const base = node.initializer?.getText() ?? '';
    return node.name.elements.map((one) => `${base}.${(one.propertyName ?? one.name).getText()}`);
  }
  if (ts.isPropertyAccessExpression(node)) return [`${node.expression.getText()}.${node.name.text}`];
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return [`${node.expression.getText()}.${node.argumentExpression.text}`];
  }
  return ts.isIdentifier(node) && !isPropertyName(node) ? [node.text] : [];
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent) || ts.isBindingElement(parent)) return true;
  const named = parent as Partial<ts.NamedDeclaration>;
  return named.name === node && !ts.isShorthandPropertyAssignment(parent);
}

function isEmptyCatch(node: ts.Node): boolean {
  if (ts.isCatchClause(node)) return node.block.statements.length === 0;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const handler = node.expression.name.text === 'catch' ? node.arguments[0] : undefined;
  if (handler === undefined || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler)))
    return false;
  const { body } = handler;
  return ts.isBlock(body) ? body.statements.length === 0 : /^(?:undefined|null|void 0)$/.test(body.getText());
}

const emptyCollection = /^(?:new (?:Map|Set|WeakMap|WeakSet|Array)(?:<.*>)?\(\)|\[\]|\{\})$/s;

function stateOf(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [];
  const { flags, declarations } = statement.declarationList;
  const fixed = (flags & ts.NodeFlags.Const) !== 0;
  return declarations
    .filter(({ initializer }) => !fixed || emptyCollection.test(initializer?.getText() ?? ''))
    .map(({ name }) => name.getText());
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
