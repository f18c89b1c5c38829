/** How one setting is named, what it means, and how its text becomes a value (`parse` throws a sentence). */
export interface Definition<T> {
  variable: string;
  default: string;
  description: string;
  parse: (text: string) => T;
  /** Another variable, of the system, that counts when this one is not set. */
  fallback?: string;
  /** A secret has no command-line form: other users of the machine can read command lines. */
  secret?: true;
}
