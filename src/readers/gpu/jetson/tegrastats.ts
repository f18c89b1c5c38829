import { within } from '../../../clock.js';
import { asFailure, Failure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parseTegrastats, type Tegrastats } from '../../../parsers/tegrastats.js';

/** How often it prints, in ms. */
const interval = 1_000;
/** It prints its first line after an interval; a line is taken as whole a third of one later. */
const firstLineTimeout = 2_500;
/** How long somebody waits who has values already, in ms. */
const glance = 50;

/** The options of tegrastats since JetPack 3. */
export const tegrastatsArguments = ['--interval', String(interval)] as const;

/**
 * What one `tegrastats`, which goes on printing for as long as somebody asks, said in its newest line: at most three
 * seconds old. Gives the Failure when it said nothing. With `mayWait` its first line is waited for; without, nothing
 * that takes longer than a moment, and null stands for "not yet".
 */
export function jetsonTegrastats(
  host: Host,
): (options: { mayWait: boolean }) => Promise<Tegrastats | Failure | null> {
  const following = host.programs.tegrastats.follow(tegrastatsArguments, { interval });
  let underWay: Promise<Tegrastats | Failure> | null = null;

  const newest = async () => {
    try {
      return lastLine((await following.latest(firstLineTimeout)).text);
    } catch (thrown) {
      return asFailure(thrown);
    } finally {
      underWay = null;
    }
  };

  return ({ mayWait }) => {
    const answer = (underWay ??= newest());
    return mayWait ? answer : within(host.clock, glance, answer, () => null);
  };
}

function lastLine(text: string): Tegrastats | Failure {
  const parsed = parseTegrastats(text.trimEnd().split('\n').at(-1) ?? '');
  if (Object.values(parsed).some((value) => value !== null)) return parsed;
  return new Failure('malformed', 'tegrastats prints nothing that is known of it');
}
