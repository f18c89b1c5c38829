import t from 'tap';
import { AppleGpu, AppleStats } from '../../../../../schemas/gpu/apple.js';
import { ioregArguments } from '../../../../../src/readers/gpu/apple/reader.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';
import { soundBody } from '../../../../helpers/bodies/sound-body.js';
import { sysFolder } from '../../../../helpers/machines/sys-machine.js';

const printed = `<?xml version="1.0"?><plist version="1.0"><array><dict>
<key>IOClass</key><string>AGXAcceleratorG13X</string><key>model</key><string>Apple M1 Max</string>
<key>gpu-core-count</key><integer>32</integer><key>PerformanceStatistics</key><dict>
<key>Device Utilization %</key><integer>0</integer><key>In use system memory</key><integer>1154580480</integer>
</dict></dict></array></plist>`;

t.test('the GPU of a Mac is shown, an idle one with 0', async (t) => {
  const commands = [{ program: 'ioreg', args: ioregArguments, exitCode: 0, stdout: 'ioreg.plist' }];
  const others = { commands: { 'commands.json': JSON.stringify(commands), 'ioreg.plist': printed } };
  const service = await recordedApp(sysFolder(t, {}, others, 'darwin'));
  t.match((await service.get('/stats/gpu/apple')).body, {
    vendor: 'apple',
    type: 'Apple',
    state: 'ok',
    source: 'ioreg',
    gpus: [
      {
        id: 'AGXAcceleratorG13X',
        model: 'Apple M1 Max',
        usage_percent: 0,
        memory_kind: 'unified',
        vram_total_bytes: null,
        power_watts: null,
        cores: 32,
        system_memory_used_bytes: 1154580480,
        tiler_percent: null,
      },
    ],
  });
  await soundBody(t, service.app, AppleStats, AppleGpu);
  t.match((await service.get('/stats/gpu')).body, { type: 'Apple', types: ['Apple'] });
  await service.app.close();
});

t.test('a Mac whose ioreg fails has a broken backend, not no GPU', async (t) => {
  const service = await recordedApp(sysFolder(t, {}, {}, 'darwin'));
  t.match((await service.get('/stats/gpu/apple')).body, {
    state: 'failed',
    reason: 'ioreg is not installed',
    gpus: [],
  });
  await service.app.close();
});
