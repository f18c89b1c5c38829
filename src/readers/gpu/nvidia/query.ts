import { numberFields } from './card.js';
import { parseNvidiaSmiQuery, type NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';

/** What is asked of `nvidia-smi --query-gpu`, and how its rows are to be understood. */
export interface NvidiaQuery {
  /** The value of `--query-gpu=`. */
  fields: string;
  /** Rows of the answer, their fields under the names used here whatever this version calls them. */
  rows(text: string): NvidiaSmiRow[];
}

/** How rows are asked for. */
export const nvidiaSmiCsv = '--format=csv,noheader,nounits';

/** The arguments that ask only for these cards, by index or bus address; none for all of them. */
export function onlyCards(cards: readonly (number | string)[] | null): string[] {
  return cards === null ? [] : ['-i', cards.join(',')];
}

/** Fields that every driver still in use knows. */
const basicFields = [
  ...['index', 'uuid', 'pci.bus_id', 'driver_version', 'pstate', 'utilization.gpu', 'utilization.memory'],
  ...['memory.total', 'memory.used', 'memory.free', 'temperature.gpu', 'power.draw', 'enforced.power.limit'],
  ...['clocks.sm', 'clocks.mem', 'fan.speed', 'pcie.link.gen.current', 'pcie.link.width.current'],
];
const furtherFields = [
  ...['memory.reserved', ...Object.values(numberFields)],
  ...['ecc.mode.current', 'mig.mode.current', 'clocks_event_reasons.active'],
].filter((field) => !basicFields.includes(field));
/** What older drivers call a field. */
const olderNames = new Map([['clocks_event_reasons.active', 'clocks_throttle_reasons.active']]);

/**
 * The query for a driver that knows the fields in `known`: one field too many spoils the whole answer. When it does
 * not tell which it knows (an empty set), only fields are asked that all of them do.
 */
export function nvidiaQuery(known: ReadonlySet<string>): NvidiaQuery {
  const knows = (field: string) => (known.size === 0 ? basicFields.includes(field) : known.has(field));
  const columns = [...basicFields, ...furtherFields]
    .map((field) => ({ field, requested: [field, olderNames.get(field) ?? field].find(knows) }))
    // Last, because a name is the only field that could hold a comma.
    .concat({ field: 'name', requested: 'name' })
    .filter(({ requested }) => requested !== undefined);
  const names = columns.map(({ field }) => field);
  return {
    fields: columns.map(({ requested }) => requested).join(','),
    rows: (text) => parseNvidiaSmiQuery(text, names),
  };
}
