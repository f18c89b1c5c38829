import type { Test } from 'tap';
import { nvidiaReader } from '../../../src/readers/gpu/nvidia/reader.js';
import { answerFrom, fakeNvidiaSmi, type SmiAnswer, type SmiTable } from '../programs/fake-nvidia-smi.js';
import { recordedHost } from './recorded-host.js';

/** Files of a machine, as `t.testdir` takes them. */
export type Files = Record<string, string | Record<string, unknown>>;

/** The fields that nvidia-smi knows here; two names of one field stand together. */
export const known = [
  ...['index', ['uuid', 'gpu_uuid'], ['name', 'gpu_name'], 'pci.bus_id', 'driver_version', 'pstate'],
  ...['utilization.gpu', 'utilization.memory', 'utilization.encoder', 'utilization.decoder'],
  ...['memory.total', 'memory.reserved', 'memory.used', 'memory.free', 'temperature.gpu'],
  ...['temperature.memory', 'power.draw', 'power.draw.instant', 'enforced.power.limit'],
  ...[['clocks.current.sm', 'clocks.sm'], ['clocks.current.memory', 'clocks.mem'], 'fan.speed'],
  ...['pcie.link.gen.current', 'pcie.link.width.current', 'ecc.mode.current', 'mig.mode.current'],
  ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
];

/** An idle card: what is 0 is written as 0. */
export const idle = {
  index: '0',
  uuid: 'GPU-aa',
  name: 'NVIDIA H100 80GB HBM3',
  'pci.bus_id': '00000000:0C:00.0',
  driver_version: '590.48.01',
  pstate: 'P0',
  'utilization.gpu': '0',
  'utilization.memory': '0',
  'utilization.encoder': '0',
  'utilization.decoder': '0',
  'memory.total': '81559',
  'memory.reserved': '479',
  'memory.used': '0',
  'memory.free': '81080',
  'temperature.gpu': '41',
  'temperature.memory': '48',
  'power.draw': '69.85',
  'power.draw.instant': '69.62',
  'enforced.power.limit': '700.00',
  'clocks.sm': '345',
  'clocks.mem': '2619',
  'pcie.link.gen.current': '5',
  'pcie.link.width.current': '16',
  'ecc.mode.current': 'Enabled',
  'mig.mode.current': 'Disabled',
  'clocks_event_reasons.active': '0x0000000000000001',
};
/** The cards beside it. */
export const second = { ...idle, index: '1', uuid: 'GPU-bb', 'pci.bus_id': '00000000:41:00.0' };
export const third = { ...idle, index: '2', uuid: 'GPU-cc', 'pci.bus_id': '00000000:81:00.0' };

/** A machine with an NVIDIA card and no driver of NVIDIA. */
export const cardOnTheBus: Files = {
  sys: { class: { drm: { card1: { device: { vendor: '0x10de\n' } }, 'card1-DP-1': {} } } },
};
/** A machine whose kernel has the driver loaded. */
export const driverLoaded: Files = {
  proc: { driver: { nvidia: { version: 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.261.03  Tue Jul 15\n' } } },
}; // prettier-ignore
/** The inside of a Docker container. */
export const inContainer: Files = { root: { '.dockerenv': '' } };

/** A reader of a machine with these files whose nvidia-smi answers so. */
export function machine(t: Test, answer: (args: readonly string[]) => SmiAnswer, files: Files = {}) {
  const smi = fakeNvidiaSmi(answer);
  const about = '{"platform":"linux","recorded":"2026-01-31T12:00:00Z","fileSystems":{}}';
  const host = recordedHost(t.testdir({ 'machine.json': about, ...files }), {
    programs: { nvidiaSmi: smi, rocmSmi: smi, amdSmi: smi, ioreg: smi },
  });
  return { smi, host, read: nvidiaReader(host) };
}

/** An nvidia-smi that shows these cards and the programs on them. */
export const table = (cards: SmiTable['cards'], apps: string[] = []) => answerFrom({ known, cards, apps });
/** Whether a run asks for the cards, and whether for the programs on them. */
export const isQuery = (args: readonly string[]) => args.some((arg) => arg.startsWith('--query-gpu='));
export const isApps = (args: readonly string[]) =>
  args.some((arg) => arg.startsWith('--query-compute-apps='));

/** What the driver says of a lost card. */
export const lostWords = 'GPU is lost.  Reboot the system to recover this GPU\n\n\n';
/** A line of `nvidia-smi -L`. */
export const listLine = (index: number, id: string) =>
  `GPU ${index}: NVIDIA H100 80GB HBM3 (UUID: GPU-${id})\n`;

/** As nvidia-smi 535 does it: with one card lost it shows no other, unless only these are asked for. */
export function withOneLost(args: readonly string[]): SmiAnswer {
  if (args[0] === '--help-query-gpu' || args[0] === '-i')
    return table([idle, third], ['4711, a, 1, GPU-cc'])(args);
  if (args[0] === '-L') {
    const lost = `Unable to determine the device handle for gpu 1: ${lostWords}`;
    return { exitCode: 15, stdout: listLine(0, 'aa') + lost + listLine(2, 'cc') };
  }
  return { exitCode: 15, stdout: `Unable to determine the device handle for GPU1: ${lostWords}` };
}
