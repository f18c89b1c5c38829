import { Failure } from '../../../failures.js';
import type { Following, Host } from '../../../host/host.js';
import { parseNvidiaSmiFields } from '../../../parsers/nvidia/smi-fields.js';
import type { NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import { nvidiaQuery, nvidiaSmiCsv, onlyCards, type NvidiaQuery } from './query.js';

const interval = 1_000;
const helpDeadline = 2_000;
const firstRoundTimeout = 2_000;
const stopTimeout = 500;
/** A program that looks at a card keeps it awake: it ends soon after the last question. */
const idle = 10_000;

/**
 * Looks at the cards through one `nvidia-smi` that prints them every second for as long as somebody asks: rows at
 * most three seconds old. `cards` are the bus addresses of those to look at, null for all; other ones end the
 * program, so that it opens no card that has fallen asleep. Throws the program's Failure, and `failed` when it
 * prints no rows (it reports a problem). `timeout` is in ms.
 */
export function nvidiaLooping(
  host: Host,
): (timeout: number, cards: readonly string[] | null) => Promise<NvidiaSmiRow[]> {
  const { nvidiaSmi } = host.programs;
  let started: { query: NvidiaQuery; following: Following; of: string } | null = null;
  /** UUIDs of the cards by their place in a round. */
  let places: readonly (string | null)[] = [];

  const start = async (timeout: number, cards: readonly string[] | null) => {
    const help = await nvidiaSmi.run(['--help-query-gpu'], { deadline: Math.min(timeout, helpDeadline) });
    const query = nvidiaQuery(parseNvidiaSmiFields(help.stdout));
    const requested = [`--query-gpu=${query.fields}`, nvidiaSmiCsv, '-lms', String(interval)];
    const following = nvidiaSmi.follow([...onlyCards(cards), ...requested], { interval, idle });
    places = [];
    return { query, following, of: String(cards) };
  };

  return async (timeout, cards) => {
    const end = host.clock.monotonic() + timeout;
    if (started !== null && started.of !== String(cards)) {
      const { following } = started;
      started = null;
      await following.stop(stopTimeout);
    }
    const { query, following } = (started ??= await start(timeout, cards));
    try {
      const left = Math.max(0, end - host.clock.monotonic());
      const { text, earlier } = await following.latest(Math.min(left, firstRoundTimeout));
      const rows = lastRound(query.rows(earlier + text), places);
      if (rows.length === 0) throw new Failure('failed', 'nvidia-smi prints no rows');
      places = placesAfter(places, rows);
      return rows;
    } catch (thrown) {
      // After an exchange of the driver it may know other fields.
      if (thrown instanceof Failure && thrown.code === 'failed') started = null;
      throw thrown;
    }
  };
}

/**
 * The newest row of every card, where several rounds came at once, or one in parts: a card that answers slowly parts
 * the rows before it from those behind it. A card that is in trouble may not tell even its UUID: then it is the one
 * that was at its place before.
 */
export function lastRound(rows: readonly NvidiaSmiRow[], places: readonly (string | null)[]): NvidiaSmiRow[] {
  const met = new Set<string>();
  let known = 0;
  let first = rows.length;
  while (first > 0) {
    const uuid = rows[first - 1]?.values.get('uuid');
    if (uuid !== undefined && met.has(uuid)) break;
    const isNew = uuid !== undefined && !places.includes(uuid);
    if (!isNew && places.length > 0 && known === places.length) break;
    if (!isNew) known += 1;
    if (uuid !== undefined) met.add(uuid);
    first -= 1;
  }
  return inPlace(rows.slice(first), places).map((row, place) => withUuid(row, places[place] ?? null, met));
}

/** A round that was cut in the middle begins where the one before began. */
function inPlace(rows: NvidiaSmiRow[], places: readonly (string | null)[]): NvidiaSmiRow[] {
  if (rows.length !== places.length) return rows;
  const at = rows.findIndex(({ values }) => places.includes(values.get('uuid') ?? ''));
  const turn = at < 0 ? 0 : at - places.indexOf(rows[at]?.values.get('uuid') ?? '');
  const begin = (turn + rows.length) % rows.length;
  return [...rows.slice(begin), ...rows.slice(0, begin)];
}

function withUuid(row: NvidiaSmiRow, before: string | null, met: ReadonlySet<string>): NvidiaSmiRow {
  if (row.values.has('uuid') || before === null || met.has(before)) return row;
  return { ...row, values: new Map(row.values).set('uuid', before) };
}

/** More cards than before are news, and so are fewer when all of them tell who they are. */
function placesAfter(before: readonly (string | null)[], rows: readonly NvidiaSmiRow[]): (string | null)[] {
  return rows.map((row, place) => row.values.get('uuid') ?? before[place] ?? null);
}
