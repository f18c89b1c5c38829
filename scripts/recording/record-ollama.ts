import { asFailure } from '../../src/failures.js';
import type { Host } from '../../src/host/host.js';
import type { Recording } from './recording.js';

const limits = { deadline: 2_000, maxBytes: 2 ** 20 };

/** Records what Ollama answers, when something listens there. */
export async function recordOllama(host: Host, recording: Recording): Promise<void> {
  const answers: { path: string; status: number; body: string }[] = [];
  for (const path of ['/api/ps', '/api/version']) {
    try {
      const { status, body } = await host.ollama.get(path, limits);
      const file = `${path.slice('/api/'.length)}.json`;
      recording.add(`http/${file}`, body);
      answers.push({ path, status, body: file });
    } catch (thrown) {
      recording.note(`Ollama's ${path}: ${asFailure(thrown).message}`);
    }
  }
  if (answers.length > 0) recording.add('http/ollama.json', `${JSON.stringify(answers, null, 2)}\n`);
}
