import type { FastifyPluginCallback } from 'fastify';
import fp from 'fastify-plugin';
import { AmdStats } from '../../../schemas/gpu/amd.js';
import { AppleStats } from '../../../schemas/gpu/apple.js';
import type { Gpu, VendorStats } from '../../../schemas/gpu/gpu.js';
import { IntelStats } from '../../../schemas/gpu/intel.js';
import { JetsonStats } from '../../../schemas/gpu/jetson.js';
import { NvidiaStats } from '../../../schemas/gpu/nvidia.js';
import { OtherStats } from '../../../schemas/gpu/other.js';
import { isOfAmd } from '../../../src/readers/gpu/amd/sysfs.js';
import type { DrmDevice } from '../../../src/readers/gpu/drm/cards.js';
import { gpuSigns, type SharedSigns } from '../../../src/readers/gpu/drm/signs.js';
import { drmScans, type DrmScans } from '../../../src/readers/gpu/drm/scans.js';
import { isIntel } from '../../../src/readers/gpu/intel/reader.js';
import { isOfJetson } from '../../../src/readers/gpu/jetson/device.js';
import { isOfNvidia } from '../../../src/readers/gpu/nvidia/sysfs.js';
import { SettingError } from '../../../src/settings/values.js';
import { amd } from './amd/plugin.js';
import type { SeenModels } from './programs.js';
import { apple } from './apple/plugin.js';
import { intel } from './intel/plugin.js';
import { jetson } from './jetson/plugin.js';
import { nvidia } from './nvidia/plugin.js';
import { other } from './other/plugin.js';

/** What the backends of one machine share. */
export interface Shared {
  /** One look at the programs of the machine serves the cards of every maker. */
  scans: DrmScans;
  /** Whether a card of Linux belongs to a maker with a backend of its own. */
  isClaimed: (device: DrmDevice) => boolean;
}

/** A GPU backend: its plugin, the schema of its body, and which cards of Linux are its own. */
interface Vendor {
  name: string;
  plugin: (shared: Shared) => FastifyPluginCallback<SharedSigns & SeenModels>;
  schema: VendorStats<typeof Gpu>;
  claims: (device: DrmDevice) => boolean;
}

/** Every GPU backend, in the order in which their cards stand. All that knows the backends follows from here. */
export const vendors: readonly Vendor[] = [
  { name: 'nvidia', plugin: () => nvidia, schema: NvidiaStats, claims: isOfNvidia },
  { name: 'amd', plugin: amd, schema: AmdStats, claims: isOfAmd },
  { name: 'intel', plugin: intel, schema: IntelStats, claims: isIntel },
  { name: 'apple', plugin: () => apple, schema: AppleStats, claims: () => false },
  { name: 'jetson', plugin: () => jetson, schema: JetsonStats, claims: isOfJetson },
  { name: 'other', plugin: other, schema: OtherStats, claims: () => false },
];

/** Whether some backend of its own reads a card of Linux. */
export function isClaimed(device: DrmDevice): boolean {
  return vendors.some(({ claims }) => claims(device));
}

/** The schemas of the backends' bodies, by the names of their domains. */
export const vendorSchemas = Object.fromEntries(vendors.map(({ name, schema }) => [`gpu/${name}`, schema]));

/** Every GPU backend; the start ends with a SettingError where SYSMON_GPU names one that there is not. */
export const gpuVendors = fp<SeenModels>(
  (app, { modelOf }, done) => {
    const { host, settings } = app.monitor;
    const wrong = wrongVendors(settings.gpu);
    if (wrong !== null) {
      done(new SettingError(wrong));
      return;
    }
    const shared = { scans: drmScans(host), isClaimed };
    const given = { signs: gpuSigns(host), ...(modelOf === undefined ? {} : { modelOf }) };
    for (const { plugin } of vendors) app.register(plugin(shared), given);
    done();
  },
  { name: 'gpu/vendors', dependencies: ['guard'] },
);

/** What is wrong with the value of SYSMON_GPU; null when nothing is. */
function wrongVendors(chosen: readonly string[] | null): string | null {
  const names = vendors.map(({ name }) => name);
  const wrong = (chosen ?? []).filter((name) => !names.includes(name));
  if (wrong.length === 0) return null;
  const shown = wrong.map((name) => JSON.stringify(name)).join(', ');
  return `SYSMON_GPU (--gpu): there is no backend ${shown}; it must be auto, none alone, or a list of ${names.join(', ')}`;
}
