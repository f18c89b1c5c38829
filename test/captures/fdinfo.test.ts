import t from 'tap';
import { parseDrmFdinfo } from '../../src/parsers/drm-fdinfo.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { recordedText, recordingsIn, skip } from '../helpers/machines/captures.js';
import { sysFolder } from '../helpers/machines/sys-machine.js';

const recordings = recordingsIn('drm-fdinfo');

t.test('no recording is missing', { skip }, (t) => {
  t.ok(recordings.length >= 1, `${recordings.length} files`);
  t.end();
});

for (const recording of recordings) {
  const text = recordedText(recording);
  const expected = recording.expected as Record<string, unknown>;

  t.test(recording.file, (t) => {
    const parsed = parseDrmFdinfo(text);
    t.strictSame(
      {
        client: parsed.clientId,
        pdev: parsed.pciAddress,
        vram: parsed.memory.get('vram')?.resident,
        gtt: parsed.memory.get('gtt')?.resident,
        gfxNs: parsed.engines.get('gfx')?.nanoseconds,
      },
      expected,
    );
    t.end();
  });

  t.test(`${recording.file} as a program of its card`, async (t) => {
    const slot = String(expected['pdev']);
    const device = { vendor: '0x1002\n', uevent: `DRIVER=amdgpu\nPCI_ID=1002:1638\nPCI_SLOT_NAME=${slot}\n` };
    const sys = { class: { drm: { card0: { device: { ...device, gpu_busy_percent: '5\n' } } } } };
    const program = { comm: 'kwin\n', fd: { '5': '-> /dev/dri/renderD128' }, fdinfo: { '5': text } };
    const service = await recordedApp(
      sysFolder(t, sys, { proc: { '2': { comm: 'kthreadd\n' }, '40': program } }),
    );
    // Graphics of a processor: what the program has of the memory set aside, and of the machine's own.
    const memory = Number(expected['vram']) + Number(expected['gtt']);
    t.match((await service.get('/stats/gpu/amd')).body, {
      gpus: [
        {
          processes: [{ pid: 40, name: 'kwin', kind: 'graphics', memory_bytes: memory }],
          processes_reason: null,
        },
      ],
    });
    await service.app.close();
  });
}
