import { believed } from '../../../clock.js';
import { Failure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { hasOwnNamespace, type ContainerSigns } from '../../../parsers/container.js';
import { parseNvidiaProcVersion } from '../../../parsers/nvidia/proc-version.js';
import { nvmlCode, nvmlMeaning } from '../../../parsers/nvidia/return-codes.js';
import { isTegraWithNvgpu } from '../../../parsers/tegra.js';
import type { NvidiaSmiFailure, NvidiaSmiFailureKind } from '../../../parsers/nvidia/smi-messages.js';
import { recognised } from '../../../recognised.js';
import { containerOf, containerSigns } from '../../container/signs.js';
import type { GpuBackendReading, GpuCard } from '../card.js';

/** What the rest of the machine says about NVIDIA's driver and cards. */
export interface NvidiaSurroundings {
  /** Version of the loaded kernel module; null when none is loaded, or not on Linux. */
  loadedVersion: string | null;
  /** Addresses of the cards that the kernel module drives, in the order of the driver's list. */
  drivenCards: string[];
  /** A Jetson up to Orin, whose own GPU this driver only names. */
  isJetson: boolean;
  /** Whether the kernel knows of an NVIDIA card. */
  hasCard: boolean;
  inContainer: boolean;
  /** Whether the driver shows this service only some of the programs: those of its own process namespace. */
  hidesPrograms: boolean;
}

/** Gives what stands around, without touching a card. */
export function nvidiaSurroundings(host: Host): () => NvidiaSurroundings {
  const signs = containerSigns(host);
  const isOnJetson = believed(host.clock, jetsonAge, () => isJetson(host));
  const isInContainer = recognised((seen: ContainerSigns) => containerOf(host, seen) !== null);
  return () => {
    const seen = signs();
    const inContainer = isInContainer(seen);
    return {
      ...cardsAround(host),
      isJetson: isOnJetson(),
      inContainer,
      hidesPrograms: hasOwnNamespace(seen, 'pid') ?? inContainer,
    };
  };
}

/** How long it is believed what board this is, ms: it does not change, but may not have been readable. */
const jetsonAge = 10_000;

function cardsAround(host: Host): Pick<NvidiaSurroundings, 'loadedVersion' | 'drivenCards' | 'hasCard'> {
  const loadedVersion = parseNvidiaProcVersion(host.proc.optional('driver/nvidia/version') ?? '');
  const drivenCards = host.proc.list('driver/nvidia/gpus');
  const drmCards = host.sys.list('class/drm').filter((name) => /^card\d+$/.test(name));
  const isNvidia = (card: string) =>
    host.sys.optional(`class/drm/${card}/device/vendor`)?.trim() === '0x10de';
  return { loadedVersion, drivenCards, hasCard: drivenCards.length > 0 || drmCards.some(isNvidia) };
}

function isJetson({ sys }: Host): boolean {
  const compatible = sys.optional('firmware/devicetree/base/compatible') ?? '';
  return isTegraWithNvgpu(compatible) || sys.list('module').includes('nvgpu');
}

/** The state of a backend that has no cards to show. */
export type NvidiaProblem = Pick<GpuBackendReading, 'state' | 'reason' | 'remedy'>;

const startWithGpu =
  'Start the container with its GPUs (docker run --gpus all, or the NVIDIA runtime) and the driver capability "utility".';

/** The state of a card while its backend is in this one. */
export function cardState(state: NvidiaProblem['state']): GpuCard['state'] {
  if (state === 'lost' || state === 'no_permission' || state === 'timeout') return state;
  return state === 'not_passed_through' ? 'no_permission' : 'failed';
}

/** Why there is no nvidia-smi to ask: no card is no trouble. */
export function programProblem(failure: Failure, around: NvidiaSurroundings): NvidiaProblem {
  if (failure.code === 'no_permission') {
    const remedy =
      'Let the user of this service execute nvidia-smi, or name another one in SYSMON_NVIDIA_SMI.';
    return { state: 'no_permission', reason: failure.message, remedy };
  }
  if (failure.code !== 'absent') throw slow(failure);
  if (!around.hasCard && around.loadedVersion === null) {
    return { state: 'absent', reason: 'there is no NVIDIA card', remedy: null };
  }
  if (around.inContainer) {
    const reason = 'the machine has an NVIDIA card, but nvidia-smi is not in this container';
    return { state: 'not_passed_through', reason, remedy: startWithGpu };
  }
  const loaded = around.loadedVersion === null ? 'no driver of NVIDIA is loaded' : 'nvidia-smi is not found';
  const remedy =
    around.loadedVersion === null
      ? installDriver
      : "Install the utilities of NVIDIA's driver (nvidia-utils), or say where nvidia-smi is in SYSMON_NVIDIA_SMI.";
  return { state: 'failed', reason: `there is an NVIDIA card, but ${loaded}`, remedy };
}

const installDriver = "Install NVIDIA's driver with its utilities, or leave nvidia out of SYSMON_GPU.";

/** What can be done about a card that no driver runs. */
export function undrivenRemedy(loadedVersion: string | null): string {
  if (loadedVersion === null) return installDriver;
  return `The loaded driver (${loadedVersion}) does not take this card: look for NVRM in the kernel log, and install the driver that is made for it.`;
}

/** Why the driver's library cannot be asked where there is no nvidia-smi either. */
export function libraryProblem(failure: Failure): NvidiaProblem {
  if (failure.code !== 'failed') throw slow(failure);
  return failed(failure.message, failure.remedy ?? 'Look for errors of NVRM in the kernel log; reboot.');
}

/** A driver that does not answer, with a remedy: a slow one is mostly one that is loaded anew for every question. */
export function slow(failure: Failure): Failure {
  if (failure.code !== 'timeout') return failure;
  return new Failure('timeout', failure.message, { remedy: slowRemedy, cause: failure });
}

/** What can be done about a driver, or a card, that takes long to answer. */
export const slowRemedy =
  'Switch on persistence mode (nvidia-smi -pm 1, or nvidia-persistenced); if it hangs, look for Xid errors of the driver in the kernel log.';

/** What a return code of NVML says, as the state of the backend. */
export function nvmlProblem(code: number, around: NvidiaSurroundings): NvidiaProblem {
  if (code === nvmlCode.resetRequired) return resetProblem();
  const { state, reason, remedy } = explanations[nvmlMeaning(code).fault ?? 'init_failed'](around);
  return { state, reason: `${reason ?? ''} (NVML: return code ${code})`, remedy };
}

/** The state when the driver shows no card. */
export function emptyProblem(around: NvidiaSurroundings): NvidiaProblem {
  return noDevices(around);
}

type Explain = (around: NvidiaSurroundings) => NvidiaProblem;

/** What nvidia-smi reported, as the state of the backend. */
export function reportedProblem(failure: NvidiaSmiFailure, around: NvidiaSurroundings): NvidiaProblem {
  const { state, reason, remedy } = explanations[failure.kind](around);
  if (failure.kind === 'crashed') return { state, reason: `nvidia-smi ${failure.message}`, remedy };
  const parsed = failure.message === '' ? '' : ` (nvidia-smi: ${failure.message})`;
  return { state, reason: `${reason ?? ''}${parsed}`, remedy };
}

const explanations: Record<NvidiaSmiFailureKind, Explain> = {
  no_library: (around) =>
    around.inContainer
      ? notPassedThrough("the driver's library libnvidia-ml is not in this container")
      : failed(
          "the driver's library libnvidia-ml is missing",
          "Install NVIDIA's driver anew; its library does not belong to nvidia-smi's package everywhere.",
        ),
  driver_not_loaded: (around) =>
    around.inContainer && around.loadedVersion !== null
      ? notPassedThrough('the driver is loaded, but its devices are not in this container')
      : failed(
          "NVIDIA's driver is not loaded",
          'Load it (modprobe nvidia); after a kernel update build its module for the new kernel; leave nvidia out of SYSMON_GPU where there is no NVIDIA card.',
        ),
  version_mismatch: ({ loadedVersion }) => ({
    state: 'driver_mismatch',
    reason: `the loaded kernel module${loadedVersion === null ? '' : ` (${loadedVersion})`} and the driver's library are of different versions`,
    remedy: 'Reboot, or unload and load the nvidia modules; recreate containers afterwards.',
  }),
  no_permission: () => ({
    state: 'no_permission',
    reason: "this user may not use NVIDIA's driver",
    remedy:
      'Let the user of this service read and write /dev/nvidia*, by group (video, render) or device rule.',
  }),
  blocked: () => ({
    state: 'no_permission',
    reason: 'the operating system blocks access to the card',
    remedy: 'Allow this service the devices /dev/nvidia* (systemd: DeviceAllow; control groups; sandbox).',
  }),
  gpu_lost: () => lostProblem(),
  init_failed: (around) =>
    around.inContainer
      ? {
          state: 'not_passed_through',
          reason: 'this container has lost its right to the devices of the driver',
          remedy:
            'Recreate the container (systemctl daemon-reload on the host takes the right away); naming the devices (--device /dev/nvidia0 …) prevents it.',
        }
      : failed('the driver could not be initialised', 'Look for errors of NVRM in the kernel log; reboot.'),
  no_devices: noDevices,
  bad_field: () =>
    failed('nvidia-smi does not know a field that it lists', 'It is asked anew with the next reading.'),
  crashed: () =>
    failed(
      'nvidia-smi crashed',
      "Run nvidia-smi as the user of this service; if it crashes there too, install NVIDIA's driver anew (under WSL that of Windows).",
    ),
  other: () =>
    failed('nvidia-smi gave no usable answer', 'Run nvidia-smi as the user of this service and see.'),
};

function noDevices({ hasCard, loadedVersion, inContainer }: NvidiaSurroundings): NvidiaProblem {
  if (inContainer && (hasCard || loadedVersion !== null)) {
    return notPassedThrough('the driver shows this container none of its cards');
  }
  if (hasCard) {
    return failed(
      'the driver could start none of its cards',
      'Look for errors of NVRM in the kernel log; reboot.',
    );
  }
  return { state: 'absent', reason: 'the driver finds no NVIDIA card', remedy: null };
}

/** The state when no card is left that answers. */
export function lostProblem(): NvidiaProblem {
  const remedy = 'Reset the card (nvidia-smi --gpu-reset) or reboot; the kernel log has the Xid error.';
  return { state: 'lost', reason: 'the driver has lost every card', remedy };
}

function resetProblem(): NvidiaProblem {
  const remedy = 'End what uses the cards and reset them (nvidia-smi --gpu-reset), or reboot.';
  return { state: 'lost', reason: 'every card must be reset before it can be used again', remedy };
}

function failed(reason: string, remedy: string): NvidiaProblem {
  return { state: 'failed', reason, remedy };
}

function notPassedThrough(reason: string): NvidiaProblem {
  return { state: 'not_passed_through', reason, remedy: startWithGpu };
}
