import t from 'tap';
import { parseTegrastats } from '../../src/parsers/tegrastats.js';
import { recordedText, recordingsIn, skip } from '../helpers/captures.js';

const recordings = recordingsIn('jetson');

t.test('no recording is missing', { skip }, (t) => {
  t.ok(recordings.length >= 2, `${recordings.length} lines of tegrastats`);
  t.end();
});

for (const recording of recordings) {
  t.test(recording.file, (t) => {
    const told = parseTegrastats(recordedText(recording));
    t.strictSame(
      {
        util: told.usage,
        memUsed: told.memoryUsed,
        memTotal: told.memoryTotal,
        unified: true,
        tempC: told.celsius,
        powerW: told.watts,
        powerRail: told.rail,
      },
      recording.expected,
    );
    t.end();
  });
}
