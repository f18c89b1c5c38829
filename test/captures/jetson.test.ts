import t from 'tap';
import { JetsonGpu, JetsonStats } from '../../schemas/gpu/jetson.js';
import { parseTegrastats } from '../../src/parsers/tegrastats.js';
import { recordedText, recordingsIn, skip } from '../helpers/machines/captures.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { soundBody } from '../helpers/bodies/sound-body.js';
import { sysFolder } from '../helpers/machines/sys-machine.js';

const recordings = recordingsIn('jetson');

t.test('no recording is missing', { skip }, (t) => {
  t.ok(recordings.length >= 2, `${recordings.length} lines of tegrastats`);
  t.end();
});

for (const recording of recordings) {
  t.test(recording.file, (t) => {
    const parsed = parseTegrastats(recordedText(recording));
    t.strictSame(
      {
        util: parsed.usage,
        memUsed: parsed.memoryUsed,
        memTotal: parsed.memoryTotal,
        unified: true,
        tempC: parsed.celsius,
        powerW: parsed.watts,
        powerRail: parsed.rail,
      },
      recording.expected,
    );
    t.end();
  });

  t.test(`${recording.file} through the whole service`, async (t) => {
    const command = { program: 'tegrastats', args: ['--interval', '1000'], exitCode: 0, stdout: 'round' };
    const folder = sysFolder(
      t,
      { module: { nvgpu: {} } },
      { commands: { 'commands.json': JSON.stringify([command]), round: recordedText(recording) } },
    );
    const service = await recordedApp(folder);
    t.teardown(() => service.app.close());
    const { util, memTotal, tempC, powerW, powerRail } = recording.expected as Record<string, unknown>;
    t.match((await service.get('/stats/gpu/jetson')).body, {
      state: 'ok',
      source: 'tegrastats',
      gpus: [
        {
          usage_percent: util,
          memory_kind: 'unified',
          temperature_celsius: tempC,
          power_watts: powerW,
          power_rail: powerRail,
          system_memory_total_bytes: memTotal,
        },
      ],
    });
    await soundBody(t, service.app, JetsonStats, JetsonGpu);
  });
}
