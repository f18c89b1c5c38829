/** What is used of the package, which is optional and so may be missing when this is compiled. */
declare module 'libsql' {
  interface Statement {
    all(...values: unknown[]): unknown[];
    get(...values: unknown[]): unknown;
    run(...values: unknown[]): unknown;
  }
  export default class Database {
    constructor(path: string, options?: { timeout?: number });
    prepare(sql: string): Statement;
    exec(sql: string): void;
    close(): void;
  }
}
