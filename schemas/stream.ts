import { Type, type Static } from '@sinclair/typebox';
import { count, instant } from './units.js';

/** The data of a `lag` event of the stream. */
export const StreamLag = Type.Object(
  {
    missed_frames: count('How many frames are missing between the last one and the next.', { example: 3 }),
    last_frame_at: instant('When the last frame before the gap was made.'),
  },
  {
    $id: 'StreamLag',
    title: 'StreamLag',
    description: 'Frames are missing: this client reads too slowly, or came back after more than is kept.',
  },
);
export type StreamLag = Static<typeof StreamLag>;

/** The query parameter `interval` of the stream. */
export const intervalParameter = Type.String({
  description:
    'How often a frame is sent: 500ms, 1s, 2m, up to 1h. One shorter than SYSMON_INTERVAL (1 s unless it was set) ' +
    'gets that, because the machine is not read more often; left out, the same.',
  examples: ['5s'],
  pattern: '^[0-9]{1,9}([.][0-9]{1,9})?(ms|s|m|h)?$',
});
