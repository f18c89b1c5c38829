/**
 * The machines that the service is measured on. All are this one; cards and Ollama are stand-ins.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeOllama, json } from '../../dist/test/helpers/http/fake-ollama.js';
import { byLibrary, byProgram, withoutCards } from './nvidia.mjs';

/**
 * @typedef {object} Machine
 * @property {string} name
 * @property {Record<string, string>} settings those of the service
 * @property {Record<string, string>} environment where other servers find the same things
 */

/**
 * Machines by name, in a folder that goes with this process, and what ends their Ollama. Those with cards are missing where there is no C compiler, which is said.
 * @param {(line: string) => void} say
 * @returns {Promise<{ folder: string, machines: Record<'none' | 'ollama' | 'library' | 'program', Machine>, close: () => Promise<void> }>}
 */
export async function machinesHere(say) {
  const folder = mkdtempSync(join(tmpdir(), 'system-monitor-bench-'));
  const ollama = await fakeOllama({
    '/api/ps': json({ models: [model('llama3.3:70b', 42), model('nomic-embed-text:latest', 1)] }),
    '/api/version': json({ version: '0.30.0' }),
  });
  const asked = { OLLAMA_HOST: ollama.url };
  /** @type {Record<string, Machine>} */
  const machines = {
    none: { name: 'no GPU, no Ollama', settings: {}, environment: {} },
    ollama: { name: 'no GPU, Ollama with two models', settings: asked, environment: asked },
  };
  if (withoutCards === false) {
    const program = byProgram(folder);
    const environment = { ...asked, PATH: `${dirname(program.SYSMON_NVIDIA_SMI)}:${process.env.PATH}` };
    const library = byLibrary(folder);
    machines.library = { name: '8 GPUs by NVML, Ollama', settings: { ...library, ...asked }, environment };
    machines.program = {
      name: '8 GPUs by nvidia-smi, Ollama',
      settings: { ...program, ...asked },
      environment,
    };
  } else say(`SKIPPED everything with GPUs: ${withoutCards}`);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return { folder, machines, close: () => ollama.close() };
}

function model(name, gigabytes) {
  const size = gigabytes * 1e9;
  const digest = name.length.toString(16).padStart(2, '0').repeat(32);
  const details = { format: 'gguf', family: 'llama', parameter_size: '70B', quantization_level: 'Q4_K_M' };
  const until = '2099-01-01T00:00:00Z';
  return {
    name,
    model: name,
    size,
    size_vram: size,
    digest,
    details,
    expires_at: until,
    context_length: 8192,
  };
}
