import { timingSafeEqual } from 'node:crypto';
import { checkDistinct, digestOf, type NamedKey } from './key-lines.js';

/** The keys that open the service just now. */
export class Keyring {
  readonly #given: readonly NamedKey[];
  #keys: readonly NamedKey[];

  /** `given` are the keys of the settings, which stay; those of the key file come and go beside them. */
  constructor(given: readonly NamedKey[]) {
    this.#given = given;
    this.#keys = given;
  }

  /** Takes the key file's keys in place of those it had before; throws a SettingError and keeps the old ones. */
  replaceFileKeys(keys: readonly NamedKey[]): void {
    const all = [...this.#given, ...keys];
    checkDistinct(all);
    this.#keys = all;
  }

  /** The key of that text, or null. Compares with every key there is, so that time tells nothing. */
  find(key: string): NamedKey | null {
    const digest = digestOf(key);
    let found: NamedKey | null = null;
    for (const one of this.#keys) if (timingSafeEqual(one.digest, digest)) found = one;
    return found;
  }

  /** Whether a key found before is one of the present ones; of a key file that was read again since, none is. */
  holds(key: NamedKey): boolean {
    return this.#keys.includes(key);
  }

  /** Whether a key found before still opens the service: the same key, whatever it is called now. */
  has({ digest }: NamedKey): boolean {
    return this.#keys.some((one) => timingSafeEqual(one.digest, digest));
  }
}
