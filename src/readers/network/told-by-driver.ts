import { Failure } from '../../failures.js';
import type { DeviceAnswer, Host } from '../../host/host.js';
import { hasSpeed, interfaceKind, type LinkFacts } from '../../parsers/network-link.js';
import { parseSysfsNumber, parseSysfsText } from '../../parsers/sysfs-number.js';

/** How long a driver is waited for, ms: who configures interfaces may hold the lock of the network stack for seconds. */
const deadline = 500;

/**
 * What the driver of the interface in this folder of `/sys` has to be asked for: the speed of its link in Mbit/s and the
 * name of its port, null where it does not say. `isLate` is whether it has not answered.
 */
export async function toldByDriver({ sys }: Host, path: string, facts: Omit<LinkFacts, 'portName'>) {
  const ask = async (file: string, isAsked: boolean) =>
    isAsked ? await sys.deviceText(`${path}/${file}`, deadline) : null;
  const [speed, portName] = await Promise.all([
    ask('speed', hasSpeed(interfaceKind({ ...facts, portName: null }))),
    ask('phys_port_name', facts.files?.has('device') ?? facts.bus !== null),
  ]);
  return {
    speedMbps: speedOf(parseSysfsNumber(textOf(speed))),
    portName: textOf(portName),
    isLate: [speed, portName].some((answer) => answer instanceof Failure && answer.code === 'timeout'),
  };
}

function textOf(answer: DeviceAnswer<string>): string | null {
  return answer instanceof Failure ? null : parseSysfsText(answer);
}

/** Links that are down say nothing or -1, which some drivers cut to 16 or 32 bits (SPEED_UNKNOWN). */
function speedOf(told: number | null): number | null {
  if (told === null || told === 0xffff || told === 0xffff_ffff) return null;
  return told > 0 ? told : null;
}
