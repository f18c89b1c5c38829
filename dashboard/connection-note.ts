import type { ConnectionState } from './connection.js';
import { byId, setAttribute, setShown, setText } from './element.js';
import { durationText, sentence } from './format.js';

/** After so long without a frame, ms, and after so many times their distance, what is shown is no longer live. */
const patience = 5_000;
const missedFrames = 3;

/** Says whether what is shown is live, and if not, how old it is and why. */
export function connectionNote() {
  const status = byId('connection');
  const banner = byId('not-live');
  const why = byId('not-live-why');
  const age = byId('not-live-age');
  let state: ConnectionState = { name: 'connecting' };
  let [frameAt, apart]: [number | null, number] = [null, 1_000];
  let retryAt = 0;

  const late = () =>
    frameAt !== null && performance.now() - frameAt > Math.max(patience, missedFrames * apart);
  const show = () => {
    const isStale = state.name === 'live' && late();
    const words = isStale ? 'stale' : state.name === 'live' && frameAt === null ? 'connecting' : state.name;
    setText(status, labels[words]);
    setAttribute(status, 'data-tone', words === 'live' ? 'good' : words === 'connecting' ? 'quiet' : 'bad');
    const isLive = state.name === 'live' && !isStale;
    const isOld = !isLive && frameAt !== null && (state.name !== 'connecting' || late());
    setShown(banner, isOld || state.name === 'waiting');
    setAttribute(document.documentElement, 'data-live', isOld ? 'no' : 'yes');
    setText(why, reason(state, isStale));
    setText(age, ageText(frameAt, state.name === 'waiting' ? retryAt : null));
  };
  return {
    state(next: ConnectionState) {
      state = next;
      if (next.name === 'waiting') retryAt = performance.now() + next.seconds * 1000;
      show();
    },
    frame() {
      const now = performance.now();
      // Frames that were missed come all at once.
      if (frameAt !== null && now - frameAt > 200) apart = Math.min(now - frameAt, 3_600_000);
      frameAt = now;
      show();
    },
    tick: show,
  };
}

const labels = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  waiting: 'Disconnected',
  ended: 'Disconnected',
};

function reason(state: ConnectionState, isStale: boolean): string {
  if (state.name === 'waiting') return sentence(state.why);
  if (isStale) return 'The connection stands, but no readings come.';
  return state.name === 'ended' ? 'The service has ended the stream.' : 'Connecting again.';
}

function ageText(frameAt: number | null, retryAt: number | null): string {
  const now = performance.now();
  const old = frameAt === null ? '' : `What is shown is ${durationText((now - frameAt) / 1000)} old. `;
  const left = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1000);
  return `${old}${left > 0 ? `Trying again in ${left} s.` : ''}`;
}
