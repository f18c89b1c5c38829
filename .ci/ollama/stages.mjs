import { setTimeout as sleep } from 'node:timers/promises';
import { load } from './asking.mjs';
import { checks } from './beside.mjs';
import { Unavailable } from './kept.mjs';
import { createModel, startOllama } from './server.mjs';
import { isReadableByOthers, startService } from './service.mjs';
import { apart } from './stages/apart.mjs';
import { anew, killedOllama, killedRunner, restarted, stopped } from './stages/ending.mjs';
import { idle, loading, nothing } from './stages/loading.mjs';
import { embedding, prompted, twoAtOnce, writing } from './stages/writing.mjs';

/**
 * @typedef {Pick<ReturnType<typeof checks>, 'check' | 'near' | 'skip'> & { kept: string,
 *   ollama: Awaited<ReturnType<typeof startOllama>>, services: Awaited<ReturnType<typeof startService>>[] }} Context
 * @type {((context: Context) => Promise<void>)[]}
 */
const stages = [
  nothing,
  loading,
  idle,
  prompted,
  writing,
  twoAtOnce,
  embedding,
  anew,
  stopped,
  restarted,
  killedRunner,
  killedOllama,
];

/** Has Ollama go through all that models do, a service as ourselves and one as an ordinary user beside it. */
export async function checkStages(kept) {
  const told = checks();
  // Its runners tell everybody on this machine what they are asked.
  const ollama = await startOllama(kept, { env: { LLAMA_SERVER_SLOTS_DEBUG: '1' } });
  const services = [];
  try {
    for (const name of ['writer', 'heavy', 'embedder']) await createModel(ollama, name);
    await tryRunner(ollama);
    services.push(await startService(process.getuid?.() === 0 ? 'as root' : 'as ourselves', ollama.url));
    if (process.getuid?.() !== 0) told.skip('the service was not run as another user, which needs root');
    else if (!isReadableByOthers()) told.skip('the service was not run as nobody, who cannot read it');
    else services.push(await startService('as nobody', ollama.url, { asNobody: true }));
    for (const stage of stages) {
      const began = Date.now();
      await stage({ ...told, kept, ollama, services });
      console.log(`     ${stage.name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    }
  } finally {
    for (const service of services) await service.stop();
    await ollama.end();
  }
  await apart(kept, told);
  return told.failures.length === 0;
}

/** The llama-server was made for newer processors than some have. */
async function tryRunner(ollama) {
  try {
    await load(ollama, 'writer');
  } catch (error) {
    if (!error.message.includes('illegal instruction')) throw error;
    throw new Unavailable('this processor lacks instructions that llama-server was made with', {
      cause: error,
    });
  }
  await sleep(100);
}
