import t from 'tap';
import { Failure } from '../../../src/failures.js';
import { notFollowed } from '../../helpers/machines/not-followed.js';
import { recordedApp } from '../../helpers/machines/recorded-app.js';

const desktop = 'linux-x64__desktop-16-threads';
interface GpuBody {
  type: string;
  types: string[];
  gpus: { vendor: string; index: number; integrated: boolean | null }[];
  backends: { vendor: string; state: string; reason: string | null; remedy: string | null }[];
}

t.test('a dedicated card stands before the integrated one, whichever the kernel lists first', async (t) => {
  const { get } = await recordedApp(desktop);
  const body = (await get('/stats/gpu')).body as GpuBody;
  t.match(body, {
    type: 'NVIDIA',
    types: ['NVIDIA', 'AMD ROCm'],
    gpus: [
      { vendor: 'nvidia', index: 0 },
      { vendor: 'amd', index: 1, integrated: true },
    ],
  });
});

t.test("each card is the card of its vendor's own route, without what only the vendor knows", async (t) => {
  const { get } = await recordedApp(desktop);
  const { gpus } = (await get('/stats/gpu')).body as GpuBody;
  const own = (await get('/stats/gpu/nvidia')).body as GpuBody;
  t.match(own.gpus[0], { ...gpus[0], index: 0 });
  t.notOk('performance_state' in (gpus[0] ?? {}));
  t.ok('performance_state' in (own.gpus[0] ?? {}));
});

t.test("a broken backend keeps its type and says why, and hides no other vendor's cards", async (t) => {
  const broken = () =>
    Promise.resolve({
      exitCode: 18,
      crash: null,
      stdout: 'Failed to initialize NVML: Driver/library version mismatch\n',
      stderr: '',
    });
  const absent = (name: string) => ({
    name,
    follow: notFollowed,
    run: () => Promise.reject(new Failure('absent', `${name} is not installed`)),
  });
  const { get } = await recordedApp(desktop, {
    host: {
      programs: {
        nvidiaSmi: { name: 'nvidia-smi', run: broken, follow: notFollowed },
        rocmSmi: absent('rocm-smi'),
        amdSmi: absent('amd-smi'),
        ioreg: absent('ioreg'),
      },
    },
  });
  const { body, status } = await get('/stats/gpu');
  t.equal(status, 200);
  t.match(body, { type: 'AMD ROCm', types: ['AMD ROCm', 'NVIDIA'], gpus: [{ vendor: 'amd', index: 0 }] });
  const backend = (body as GpuBody).backends.find(({ vendor }) => vendor === 'nvidia');
  t.match(backend, { state: 'driver_mismatch', reason: String, remedy: String });
  t.match(await get('/stats?only=gpu'), {
    body: { problems: [{ domain: 'gpu/nvidia', code: 'driver_mismatch' }] },
  });
});

t.test('a backend that is switched off is disabled, not absent and no problem', async (t) => {
  const { get, host } = await recordedApp(desktop, { settings: { gpu: ['amd'] } });
  t.match(await get('/stats/gpu/nvidia'), { status: 200, body: { state: 'disabled', gpus: [] } });
  t.match(await get('/stats?only=gpu'), { body: { gpu: { type: 'AMD ROCm' }, problems: [] } });
  t.same(
    host.calls.filter((call) => call.startsWith('nvidia-smi')),
    [],
  );
});

t.test('without any card the type is None', async (t) => {
  const { get } = await recordedApp('linux-x64__vm-2-threads');
  t.match(await get('/stats/gpu'), { status: 200, body: { type: 'None', types: [], gpus: [] } });
});
