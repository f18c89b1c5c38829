/** Requests to a model, and what Ollama itself says of each. */

/**
 * Has `model` write `tokens` tokens after `prompt`. Resolves with Ollama's own numbers: tokens of the prompt and
 * written, both rates in tokens a second, and the instants (ms) between which it wrote.
 */
export async function write(ollama, model, { prompt = 'hello', tokens = 100, keepAlive = '10m' } = {}) {
  const options = { num_predict: tokens, temperature: 1, seed: 1 };
  const body = { model, prompt, stream: false, raw: true, keep_alive: keepAlive, options };
  const said = await ollama.api('/api/generate', body);
  const end = Date.now();
  const seconds = said.eval_duration / 1e9;
  return {
    prompted: said.prompt_eval_count,
    written: said.eval_count,
    rate: said.eval_count / seconds,
    promptRate: said.prompt_eval_count / (said.prompt_eval_duration / 1e9),
    from: end - seconds * 1_000,
    to: end,
  };
}

export function load(ollama, model) {
  return ollama.api('/api/generate', { model, keep_alive: '10m', stream: false });
}

/** A model that embeds is not asked to write, even for nothing. */
export function unload(ollama, model) {
  if (model === 'embedder') return ollama.api('/api/embed', { model, input: '', keep_alive: 0 });
  return ollama.api('/api/generate', { model, keep_alive: 0, stream: false });
}

export function embed(ollama, model, input) {
  return ollama.api('/api/embed', { model, input, keep_alive: '10m' });
}

export async function loaded(ollama) {
  return (await ollama.api('/api/ps')).models ?? [];
}
