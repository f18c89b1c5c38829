import { ask, Refused } from './asking.js';
import { EventParser, type ServerEvent } from './event-parser.js';
import type { Stats } from './stats.js';

/** How the page stands to the service. */
export type ConnectionState =
  | { name: 'connecting' }
  | { name: 'live' }
  | { name: 'waiting'; why: string; seconds: number }
  | { name: 'ended' };

/** What follows the stream. */
export interface Watcher {
  frame: (stats: Stats) => void;
  /** Frames are missing: how many. */
  lag: (missed: number) => void;
  state: (state: ConnectionState) => void;
  /** The key to ask with; null where none is needed. */
  key: () => string | null;
  /** A key is wanted, or another; resolves when there is one. */
  wantKey: (why: string) => Promise<unknown>;
}

/** The service sends something at least every 15 s; one that is silent for longer, ms, is gone. */
const silence = 35_000;
const longestWait = 30;

/** Follows the stream for as long as the page is open: after each break it goes on with what was missed. */
export async function follow(watcher: Watcher): Promise<never> {
  let lastId: string | null = null;
  let failures = 0;
  const progress = (id: string | null) => {
    lastId = id ?? lastId;
    failures = 0;
  };
  for (;;) {
    watcher.state({ name: 'connecting' });
    try {
      await readStream(watcher, lastId, progress);
      watcher.state({ name: 'ended' });
      failures += 1;
      await pause(waitFor(failures));
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.status === 401) {
        await watcher.wantKey(thrown.message);
        continue;
      }
      // A stream that cannot go on from where it was goes on from now.
      if (thrown instanceof Refused && thrown.status === 400) lastId = null;
      failures += 1;
      const told = thrown instanceof Refused ? thrown.retryAfter : null;
      const seconds = Math.max(told ?? 0, waitFor(failures));
      watcher.state({ name: 'waiting', why: reasonOf(thrown), seconds });
      await pause(seconds);
    }
  }
}

/** Ever longer, and not all pages at once. Seconds. */
function waitFor(failures: number): number {
  const most = Math.min(longestWait, 2 ** (failures - 1));
  return most * (0.75 + Math.random() / 4);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Refused) return thrown.message;
  return thrown instanceof Silent ? 'the service has fallen silent' : 'the service cannot be reached';
}

class Silent extends Error {}

async function readStream(
  watcher: Watcher,
  lastId: string | null,
  progress: (id: string | null) => void,
): Promise<void> {
  const controller = new AbortController();
  let timer = 0;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Silent()), silence);
  };
  listen();
  try {
    const headers = { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) };
    const { body } = await ask('stats/stream', { key: watcher.key(), signal: controller.signal, headers });
    if (body === null) return;
    watcher.state({ name: 'live' });
    const parser = new EventParser();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      listen();
      const events = parser.feed(value);
      for (const event of events) deliver(event, watcher);
      if (events.length > 0) progress(events.at(-1)?.id ?? null);
    }
  } finally {
    clearTimeout(timer);
    // Whatever ended it, the connection is not left open.
    controller.abort();
  }
}

function deliver({ name, data }: ServerEvent, watcher: Watcher): void {
  if (name === 'message') watcher.frame(JSON.parse(data) as Stats);
  if (name === 'lag') watcher.lag((JSON.parse(data) as { missed_frames: number }).missed_frames);
}

/** Waits, but not when the network has just come back or the page is looked at again. */
function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    const look = () => {
      if (!document.hidden) end();
    };
    const timer = setTimeout(end, seconds * 1000);
    window.addEventListener('online', end);
    document.addEventListener('visibilitychange', look);
  });
}
