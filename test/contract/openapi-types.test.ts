import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import t from 'tap';
import ts from 'typescript';
import { recordedApp } from '../helpers/machines/recorded-app.js';

const openApi = join(import.meta.dirname, '../../../openapi.yaml');
/** A machine with cards of two makers. */
const mixedMachine = 'linux-x64__desktop-16-threads';

const preamble = `
  import type { components, paths } from './api.js';
  type Body<P extends '/stats/gpu' | '/stats/gpu/nvidia' | '/stats/gpu/amd' | '/stats/summary'> =
    paths[P]['get']['responses'][200]['content']['application/json'];
  type Gpu = components['schemas']['Gpu'];
  type NvidiaGpu = components['schemas']['NvidiaGpu'];
  declare const gpuStats: Body<'/stats/gpu'>;
  declare const nvidiaStats: Body<'/stats/gpu/nvidia'>;
  declare const summary: Body<'/stats/summary'>;
`;

/** What somebody may write who generated the types, without a cast. */
const rightConsumer = `
  type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
  type Nullable = 'usage_percent' | 'vram_total_gb' | 'temperature_celsius' | 'power_watts' | 'fan_rpm';
  export const numbers: { [F in Nullable]: Same<Gpu[F], number | null> } = {
    usage_percent: true, vram_total_gb: true, temperature_celsius: true, power_watts: true, fan_rpm: true,
  };
  export const states: Same<
    Gpu['state'],
    | 'ok' | 'absent' | 'disabled' | 'asleep' | 'lost' | 'driver_mismatch' | 'no_permission'
    | 'not_passed_through' | 'timeout' | 'failed'
  > = true;

  export const lines: string[] = gpuStats.gpus.map((gpu) => {
    const programs = gpu.processes?.map(({ pid, name, kind, memory_bytes }) =>
      [pid.toFixed(0), name ?? '?', kind ?? '?', ((memory_bytes ?? 0) / 1e6).toFixed(1)].join(' '));
    const busy = gpu.usage_percent === null ? 'unknown' : gpu.usage_percent.toFixed(1);
    return [gpu.vendor, gpu.model ?? gpu.id, busy, ...(programs ?? []), ...(gpu.throttle_reasons ?? []).map(({ reason }) => reason)].join();
  });
  export const broken = gpuStats.backends.filter(({ state }) => state === 'driver_mismatch');
  export const remedies: (string | null)[] = broken.map(({ remedy }) => remedy);

  declare const nvidia: NvidiaGpu;
  export const asAny: Gpu = nvidia;
  export const all: Gpu[] = [...nvidiaStats.gpus, nvidia];
  export const corrected: number | null = nvidia.ecc_errors?.volatile_corrected ?? null;
  export const split: (string | null)[] | undefined = nvidia.mig_instances?.map(({ id }) => id);

  export const constructed: Body<'/stats/summary'> = {
    cpu_usage: '1%', ram_usage: 'n/a', disk_usage: '2%', ollama_models: null, sampled_at: '2026-01-31T12:00:00Z',
    gpus: [{ index: 0, id: 'GPU-1', name: null, usage: '0%', vram: 'n/a' }], gpu_0_usage: '0%', gpu_0_vram: 'n/a',
  };
  export const text: unknown = summary.gpu_0_usage;
  export const typed: string | undefined = summary.gpus[0]?.usage;
`;

/** What must not pass, and what the compiler says of it. */
const wrongConsumers: Record<string, { code: string; says: number }> = {
  'a value that may be unknown is no number': {
    code: 'export const usage: number[] = gpuStats.gpus.map((gpu) => gpu.usage_percent);',
    says: 2322,
  },
  "what only NVIDIA's driver tells is not in every card": {
    code: 'export const state = gpuStats.gpus[0]?.performance_state;',
    says: 2339,
  },
  'not every card is one of NVIDIA': {
    code: 'declare const gpu: Gpu; export const nvidia: NvidiaGpu = gpu;',
    says: 2740,
  },
  'a list that may be hidden is not always there': {
    code: 'export const count = gpuStats.gpus.map((gpu) => gpu.processes.length);',
    says: 18047,
  },
  'a state is one of the known words': {
    code: "export const asleep = gpuStats.gpus.filter((gpu) => gpu.state === 'sleeping');",
    says: 2367,
  },
  'a text of the summary is no number': {
    code: 'export const percent: number = summary.cpu_usage;',
    says: 2322,
  },
};

const generated = async () =>
  astToString(await openapiTypes(readFileSync(openApi, 'utf8'), { silent: true }));

t.test('types that others generate from openapi.yaml fit what is answered', async (t) => {
  const wrong = Object.entries(wrongConsumers);
  const folder = t.testdir({
    // As .ts, not .d.ts: so that it is checked as well.
    'api.ts': await generated(),
    'right.ts': preamble + rightConsumer,
    'answered.ts': preamble + (await answeredConsumer()),
    ...Object.fromEntries(wrong.map(([, { code }], place) => [`wrong-${place}.ts`, preamble + code])),
  });
  const found = diagnostics(folder, [
    'right.ts',
    'answered.ts',
    ...wrong.map((_, place) => `wrong-${place}.ts`),
  ]);

  t.strictSame(found.get('api.ts') ?? [], [], 'the generated types are sound');
  t.strictSame(found.get('right.ts') ?? [], [], 'a client reads them without a cast');
  t.strictSame(
    found.get('answered.ts') ?? [],
    [],
    'what a machine with two makers answers is of these types',
  );
  for (const [place, [name, { says }]] of wrong.entries()) {
    t.strictSame(
      (found.get(`wrong-${place}.ts`) ?? []).map(({ code }) => code),
      [says],
      name,
      { found: found.get(`wrong-${place}.ts`) },
    );
  }
});

/** Bodies as a machine gave them, as literals: the compiler takes none with a field missing, added or of another type. */
async function answeredConsumer(): Promise<string> {
  const { app, get } = await recordedApp(mixedMachine);
  const routes = ['/stats/gpu', '/stats/gpu/nvidia', '/stats/gpu/amd', '/stats/summary'];
  const literals = [];
  for (const [place, route] of routes.entries()) {
    const { body } = await get(route);
    literals.push(`export const body${place}: Body<'${route}'> = ${JSON.stringify(body)};`);
  }
  const { body } = await get('/stats/gpu');
  const { length } = (body as { gpus: unknown[] }).gpus;
  await app.close();
  if (length < 2) throw new Error(`${mixedMachine} shows ${length} cards`);
  return literals.join('\n');
}

interface Finding {
  code: number;
  text: string;
}

/** What the compiler says of these files in strict mode, by file. */
function diagnostics(folder: string, files: string[]): Map<string, Finding[]> {
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
      lib: ['lib.es2023.d.ts'],
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
    },
  );
  const found = new Map<string, Finding[]>();
  for (const { file, code, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName.split('/').at(-1) ?? 'no file';
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    found.set(name, [...(found.get(name) ?? []), { code, text }]);
  }
  return found;
}
