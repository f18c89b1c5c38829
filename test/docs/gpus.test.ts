import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { AmdGpu } from '../../schemas/gpu/amd.js';
import { AppleGpu } from '../../schemas/gpu/apple.js';
import { gpuStates } from '../../schemas/gpu/gpu.js';
import { IntelGpu } from '../../schemas/gpu/intel.js';
import { JetsonGpu } from '../../schemas/gpu/jetson.js';
import { NvidiaGpu } from '../../schemas/gpu/nvidia.js';
import { OtherGpu } from '../../schemas/gpu/other.js';
import { vendors } from '../../plugins/domains/gpu/vendors.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/gpus.md'), 'utf8');

/** The part of the page below a heading, up to the next of any level. */
function section(heading: string): string {
  return page.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

/** Which of these are in no code span of the text; a span may stand for several (`vram_*`). */
function unnamed(words: readonly string[], text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const patterns = spans
    .filter((span) => /^[a-z_*]+$/.test(span))
    .map((span) => new RegExp(`^${span.replaceAll('*', '[a-z_]*')}$`));
  return words.filter((word) => !patterns.some((pattern) => pattern.test(word)));
}

t.test('a value is named, or stands behind a star, or is missed', (t) => {
  const text = 'Both `vram_*` and `state`, but `/sys/temperature` is a file.';
  t.strictSame(unnamed(['state', 'vram_total_gb', 'temperature', 'vram'], text), ['temperature', 'vram']);
  t.end();
});

t.test('the page on GPUs names every value of every vendor', (t) => {
  const schemas = { NvidiaGpu, AmdGpu, IntelGpu, JetsonGpu, AppleGpu, OtherGpu };
  for (const [name, schema] of Object.entries(schemas)) {
    t.strictSame(unnamed(Object.keys(schema.properties), page), [], name);
  }
  t.end();
});

t.test('the page on GPUs says where each value comes from that only one vendor has', (t) => {
  const schemas = { NVIDIA: NvidiaGpu, AMD: AmdGpu, Intel: IntelGpu, Jetson: JetsonGpu, Apple: AppleGpu };
  for (const [heading, schema] of Object.entries(schemas)) {
    const shared = Object.values(schemas).filter((one) => one !== schema);
    const own = Object.keys(schema.properties).filter(
      (name) => !shared.some((one) => Object.hasOwn(one.properties, name)),
    );
    t.strictSame(unnamed(own, section(heading)), [], heading);
  }
  t.end();
});

t.test('the page on GPUs explains every state and every backend', (t) => {
  t.strictSame(unnamed(gpuStates, section('States')), []);
  t.strictSame(
    unnamed(
      vendors.map(({ name }) => name),
      section('What is read from where'),
    ),
    [],
  );
  t.end();
});
