import { createModel, startOllama } from './server.mjs';
import { models } from './models.mjs';

/**
 * Keeps an Ollama with the models running until it is interrupted, and says how to reach and load it; variables of Ollama
 * and llama-server are passed on.
 */
export async function keepServing(kept) {
  const isPassedOn = (name) => /^(OLLAMA|LLAMA)_/.test(name) && name !== 'OLLAMA_HOST';
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isPassedOn(name)));
  const ollama = await startOllama(kept, { env });
  try {
    for (const name of Object.keys(models)) await createModel(ollama, name);
    console.log(howTo(ollama, kept));
    await ollama.exited();
  } finally {
    await ollama.end();
  }
  return false;
}

function howTo({ url, log, pid }, kept) {
  const ask = (path, body) => `curl -s ${url}${path} -d '${JSON.stringify(body)}'`;
  const options = { num_predict: 1_000 };
  return `
Ollama ${pid()} answers at ${url}; its log is ${log}; models: ${Object.keys(models).join(', ')}
  beside the service:  OLLAMA_HOST=${url} npm start
  load:                ${ask('/api/generate', { model: 'writer', keep_alive: '10m' })}
  write:               ${ask('/api/generate', { model: 'writer', prompt: 'hello', stream: false, options })} | jq 'del(.context, .response)'
  embed:               ${ask('/api/embed', { model: 'embedder', input: 'hello' })}
  unload:              ${ask('/api/generate', { model: 'writer', keep_alive: 0 })}
  create anew:         ${ask('/api/copy', { source: 'second', destination: 'writer' })}
  its own list:        OLLAMA_HOST=${url} ${kept}/bin/ollama ps
  runners:             ps -eo pid,ppid,user,args | grep '[l]lama-server --model'
Ctrl-C (SIGINT) ends it, its runners and all that it wrote.`;
}
