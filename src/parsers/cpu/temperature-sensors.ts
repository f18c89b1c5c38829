/**
 * How sure it is that a chip or zone of this name measures the processor; 0 is the surest, null that it does not. Names
 * of hwmon chips and types of thermal zones alike (https://docs.kernel.org/hwmon/, Documentation/driver-api/thermal).
 */
export function processorRank(name: string): number | null {
  const rank = [
    /^(?:coretemp|k8temp|k10temp|zenpower\d*|via_cputemp)$/,
    /^x86_pkg_temp$/,
    /^(?:cpu|(?:big|little)_?core|cluster)[\w-]*$|^(?:big|little)[_-]?thermal/i,
    /^soc[\w-]*$|^scpi_sensors$/i,
    /^acpitz$/,
  ].findIndex((pattern) => pattern.test(name));
  return rank < 0 ? null : rank;
}

/**
 * Of the sensors of one chip of the processor those that tell its temperature: of AMD that of the die (Tctl may be higher by
 * a constant, to make fans turn), of Intel that of the whole package; all of them where no label tells.
 */
export function packageSensors<S extends { label: string | null }>(sensors: readonly S[]): S[] {
  for (const pattern of [/^tdie/i, /^(?:package|physical) id \d/i, /^tctl/i]) {
    const found = sensors.filter(({ label }) => pattern.test(label ?? ''));
    if (found.length > 0) return found;
  }
  return [...sensors];
}
