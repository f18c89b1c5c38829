/** How often each field of each domain held a value that cannot be, since the start of the process. */
export class ImplausibleCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  /** Counts one; gives how many there have been. */
  add(domain: string, field: string): number {
    const fields = this.#counts.get(domain) ?? new Map<string, number>();
    const count = (fields.get(field) ?? 0) + 1;
    this.#counts.set(domain, fields.set(field, count));
    return count;
  }

  /** Every field that ever held one, in the order in which they first did. */
  all(): { domain: string; field: string; count: number }[] {
    return [...this.#counts].flatMap(([domain, fields]) =>
      [...fields].map(([field, count]) => ({ domain, field, count })),
    );
  }
}
