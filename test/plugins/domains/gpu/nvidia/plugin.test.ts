import t, { type Test } from 'tap';
import { Failure } from '../../../../../src/failures.js';
import { answerFrom, fakeNvidiaSmi, type SmiAnswer } from '../../../../helpers/programs/fake-nvidia-smi.js';
import { recordedApp } from '../../../../helpers/machines/recorded-app.js';

const known = ['index', 'uuid', 'name', 'pci.bus_id', 'driver_version', 'pstate', 'utilization.gpu']
  .concat(['utilization.memory', 'memory.total', 'memory.used', 'memory.free', 'memory.reserved'])
  .concat(['power.draw', 'power.draw.instant', 'ecc.mode.current', 'mig.mode.current']);
const card = {
  index: '0',
  uuid: 'GPU-aa',
  name: 'NVIDIA GeForce RTX 2080 SUPER',
  'pci.bus_id': '00000000:0C:00.0',
  driver_version: '595.71.05',
  pstate: 'P8',
  'utilization.gpu': '0',
  'memory.total': '8192',
  'memory.used': '214',
  'memory.free': '7571',
  'memory.reserved': '408',
  'power.draw': '39.32',
  'power.draw.instant': '40.01',
  'ecc.mode.current': '[N/A]',
  'mig.mode.current': 'Disabled',
};

/** `/stats/gpu/nvidia` of a machine whose nvidia-smi answers so. */
async function shown(t: Test, answer: (args: readonly string[]) => SmiAnswer) {
  const smi = fakeNvidiaSmi(answer);
  const meminfo = 'MemTotal: 1000 kB\nMemAvailable: 600 kB\n';
  const folder = t.testdir({
    'machine.json': '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}',
    proc: { meminfo },
  });
  const recorded = await recordedApp(folder, {
    host: { programs: { nvidiaSmi: smi, rocmSmi: smi, amdSmi: smi, ioreg: smi } },
  });
  t.teardown(() => recorded.app.close());
  return recorded.get('/stats/gpu/nvidia');
}

void t.test('a card is shown in the units of the API, with what only NVIDIA tells', async (t) => {
  const { status, body } = await shown(t, answerFrom({ known, cards: [card], apps: ['7, x, 12, GPU-aa'] }));
  t.equal(status, 200);
  t.match(body, {
    vendor: 'nvidia',
    type: 'NVIDIA',
    state: 'ok',
    source: 'nvidia-smi',
    reason: null,
    driver_version: '595.71.05',
    gpus: [
      {
        vendor: 'nvidia',
        index: 0,
        id: 'GPU-aa',
        name: 'NVIDIA GeForce RTX 2080 SUPER',
        pci_address: '0000:0c:00.0',
        usage_percent: 0,
        vram_total_gb: 8,
        vram_used_gb: 0.21,
        vram_used_percent: 2.61,
        memory_total_mb: 8192,
        memory_utilization: null,
        energy_joules: null,
        performance_state: 'P8',
        power_watts: 39.32,
        power_instant_watts: 40.01,
        memory_reserved_bytes: 427_819_008,
        ecc_mode: null,
        mig_mode: 'disabled',
        system_memory_total_bytes: null,
        system_memory_available_bytes: null,
        processes: [{ pid: 7, name: 'x', kind: null, memory_bytes: 12_582_912 }],
      },
    ],
  });
});

void t.test('a card without memory of its own shows the memory of the system', async (t) => {
  const gb10 = { index: '0', uuid: 'GPU-aa', name: 'NVIDIA GB10' };
  const { body } = await shown(t, answerFrom({ known, cards: [gb10] }));
  t.match(body, {
    gpus: [
      {
        memory_kind: 'unified',
        vram_total_bytes: null,
        system_memory_total_bytes: 1_024_000,
        system_memory_available_bytes: 614_400,
      },
    ],
  });
});

void t.test(
  'no card, a broken driver and one that does not answer are facts: 200 with a state',
  async (t) => {
    const missing = await shown(t, () => new Failure('absent', 'nvidia-smi is not installed'));
    t.equal(missing.status, 200);
    t.match(missing.body, { type: 'NVIDIA', state: 'absent', source: null, gpus: [] });
    const mismatch = 'Failed to initialize NVML: Driver/library version mismatch\n';
    const broken = await shown(t, () => ({ exitCode: 18, stdout: mismatch }));
    t.equal(broken.status, 200);
    t.match(broken.body, { state: 'driver_mismatch', remedy: /Reboot/, gpus: [] });
    const slow = await shown(t, () => new Failure('timeout', 'nvidia-smi did not answer within 5 s'));
    t.equal(slow.status, 200);
    t.match(slow.body, { state: 'timeout', reason: /did not answer/, remedy: /persistence/, gpus: [] });
  },
);
