import { Failure } from '../../../failures.js';
import type { Following, Host } from '../../../host/host.js';
import { parseNvidiaSmiFields } from '../../../parsers/nvidia/smi-fields.js';
import { parseNvidiaSmiLost } from '../../../parsers/nvidia/smi-messages.js';
import type { NvidiaSmiRow } from '../../../parsers/nvidia/smi-query.js';
import { recognisedLines } from '../../../recognised.js';
import { unreachedRow } from './unread.js';
import { nvidiaQuery, nvidiaSmiCsv, onlyCards, type NvidiaQuery } from './query.js';

const interval = 1_000;
const helpDeadline = 2_000;
const firstRoundTimeout = 2_000;
const stopTimeout = 500;
/** A program that looks at a card keeps it awake: it ends soon after the last question. */
const idle = 10_000;

/** The newest row of every card, and whether each has had its turn in what was printed lately. */
export interface NvidiaRound {
  rows: NvidiaSmiRow[];
  isWhole: boolean;
}

/** Which cards are looked at: by their bus addresses, null for all; and how many there are, 0 where that is not known. */
export interface NvidiaLookedAt {
  cards: readonly string[] | null;
  count: number;
}

/**
 * Looks at the cards through one `nvidia-smi` that prints them every second for as long as somebody asks. Other cards
 * than before end the program, so that it opens no card that has fallen asleep. A row is that of its card's last turn: a
 * card that answers slowly makes all rows come more seldom, and takes none away. Throws the program's Failure; `timeout`
 * as well until every card has had its first turn; and `failed` when it prints no rows (it reports a problem). `timeout`
 * is in ms.
 */
export function nvidiaLooping(
  host: Host,
): (timeout: number, lookedAt: NvidiaLookedAt) => Promise<NvidiaRound> {
  const { nvidiaSmi } = host.programs;
  let started: { rowsIn: RowsIn; following: Following; of: string } | null = null;
  /** UUIDs of the cards by their place in a round. */
  let places: readonly (string | null)[] = [];

  const start = async (timeout: number, cards: readonly string[] | null) => {
    const help = await nvidiaSmi.run(['--help-query-gpu'], { deadline: Math.min(timeout, helpDeadline) });
    const query = nvidiaQuery(parseNvidiaSmiFields(help.stdout));
    const requested = [`--query-gpu=${query.fields}`, nvidiaSmiCsv, '-lms', String(interval)];
    const following = nvidiaSmi.follow([...onlyCards(cards), ...requested], { interval, idle });
    return { rowsIn: rowsBy(query), following, of: String(cards) };
  };

  return async (timeout, { cards, count }) => {
    const end = host.clock.monotonic() + timeout;
    if (started !== null && started.of !== String(cards)) {
      const { following } = started;
      started = null;
      places = [];
      await following.stop(stopTimeout);
    }
    const { rowsIn, following } = (started ??= await start(timeout, cards));
    const round = (text: string) => lastRound(rowsIn(text), places);
    const expected = count > 0 ? count : places.length;
    const isEnough = ({ rows, isWhole }: NvidiaRound) => isWhole || rows.length >= expected;
    try {
      const left = Math.max(0, end - host.clock.monotonic());
      const isWhole = (text: string) => isEnough(round(text));
      const { text, earlier } = await following.latest(Math.min(left, firstRoundTimeout), isWhole);
      const newest = round(earlier + text);
      if (newest.rows.length === 0) throw new Failure('failed', 'nvidia-smi prints no rows');
      const whole = isEnough(newest);
      if (whole) places = placesAfter(places, newest.rows);
      return { rows: newest.rows, isWhole: whole };
    } catch (thrown) {
      // After an exchange of the driver it may know other fields.
      if (thrown instanceof Failure && thrown.code === 'failed') {
        started = null;
        places = [];
      }
      throw thrown;
    }
  };
}

type RowsIn = (text: string) => NvidiaSmiRow[];

/**
 * Gives rows, and lines that say of a card that it cannot be reached, in the order in which they were printed. Each line
 * of the ten seconds that are looked at is parsed once.
 */
function rowsBy(query: NvidiaQuery): RowsIn {
  const rowsOf = recognisedLines((line) => [
    ...parseNvidiaSmiLost(line).map(unreachedRow),
    ...query.rows(`${line}\n`),
  ]);
  // What stands behind the last end of a line is none yet.
  return (text) => rowsOf(text.slice(0, text.lastIndexOf('\n') + 1)).flat();
}

/**
 * The newest row of every card, where several rounds came at once, or one in parts: a card that answers slowly parts
 * the rows before it from those behind it. A card that is in trouble may not tell even its UUID: then it is the one
 * that was at its place before.
 */
export function lastRound(rows: readonly NvidiaSmiRow[], places: readonly (string | null)[]): NvidiaRound {
  const newest: NvidiaSmiRow[] = [];
  let known = 0;
  for (const row of [...rows].reverse()) {
    const uuid = row.values.get('uuid');
    const isNew = uuid !== undefined && !places.includes(uuid);
    if (newest.some((one) => isSameCard(one, row))) return { rows: inTurn(newest, places), isWhole: true };
    if (!isNew && places.length > 0 && known === places.length) break;
    if (!isNew) known += 1;
    newest.push(row);
  }
  return { rows: inTurn(newest, places), isWhole: places.length > 0 && known >= places.length };
}

/** By its UUID or address; by its index where one of the rows tells neither. */
function isSameCard(one: NvidiaSmiRow, other: NvidiaSmiRow): boolean {
  const same = (field: string) => {
    const value = one.values.get(field);
    return value !== undefined && value === other.values.get(field);
  };
  const isNamed = ({ values }: NvidiaSmiRow) => values.has('uuid') || values.has('pci.bus_id');
  return same('uuid') || same('pci.bus_id') || (same('index') && !(isNamed(one) && isNamed(other)));
}

function inTurn(newestFirst: readonly NvidiaSmiRow[], places: readonly (string | null)[]): NvidiaSmiRow[] {
  const rows = [...newestFirst].reverse();
  const met = new Set(rows.map(({ values }) => values.get('uuid')).filter((uuid) => uuid !== undefined));
  return inPlace(rows, places).map((row, place) => withUuid(row, places[place] ?? null, met));
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
