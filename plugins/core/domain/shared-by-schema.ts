/** Gives one thing for all schemas that are the same, which `make` makes for the first of them. */
export function sharedBySchema<T>(): (schema: unknown, make: () => T) => T {
  const made = new Map<string, T>();
  return (schema, make) => {
    const key = JSON.stringify(schema);
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
}
