/** What is used of the package, which is optional and so may be missing when this is compiled. */
declare module 'libsql' {
  /** A statement whose rows have this form: as SQL names them, which nothing but its text tells. */
  interface Statement<Row> {
    all(...values: unknown[]): Row[];
    get(...values: unknown[]): Row | undefined;
    run(...values: unknown[]): unknown;
  }
  export default class Database {
    constructor(path: string, options?: { timeout?: number });
    prepare<Row = unknown>(sql: string): Statement<Row>;
    exec(sql: string): void;
    close(): void;
  }
}
