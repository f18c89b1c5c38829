import type { ServerProcess } from './find.js';
import { LlamaServer } from './llama.js';
import { MlxRunner, OlderRunner } from './older-runners.js';
import type { Questions } from './questions.js';
import { Vllm } from './vllm.js';

/** What is asked of a server that was found by its process. */
export function questionsOf({ command, isOllamas }: Pick<ServerProcess, 'command' | 'isOllamas'>): Questions {
  switch (command.kind) {
    case 'llama-server':
      return new LlamaServer(isOllamas);
    case 'vllm':
      return new Vllm();
    case 'mlx':
      return new MlxRunner();
    case 'ollama-runner':
      return new OlderRunner();
  }
}
