import { Failure } from '../../failures.js';
import { parseModelServerHealth } from '../../parsers/model-server/health.js';
import { parseMlxStatus } from '../../parsers/model-server/mlx-status.js';
import { loading, unexpected, type Ask, type Questions } from './questions.js';
import { onlyKnown, type RunnerLive } from './reading.js';

/** The runner of Ollama before 0.30: `/health` tells whether it is loading its model. */
export class OlderRunner implements Questions {
  async poll(ask: Ask): Promise<RunnerLive> {
    const answer = await ask('/health');
    const isLoading = loading(answer);
    if (isLoading !== null) return isLoading;
    const health = answer.status === 200 ? parseModelServerHealth(answer.body) : null;
    if (health === null) throw unexpected('/health', answer);
    if (health.state === 'error')
      throw new Failure('failed', 'it says of itself that it has failed (/health)');
    if (health.state === 'loading') {
      return onlyKnown('loading', { source: 'health', progress: health.progress });
    }
    return onlyKnown('unsupported', {
      source: 'health',
      reason: 'this runner of Ollama does not tell what it does',
      remedy: 'update Ollama to 0.30.0 or later, whose runners do',
    });
  }
}

/** The runner of Ollama for MLX: `/v1/status`. */
export class MlxRunner implements Questions {
  async poll(ask: Ask): Promise<RunnerLive> {
    const answer = await ask('/v1/status');
    const status = answer.status === 200 ? parseMlxStatus(answer.body) : null;
    if (status === null) throw unexpected('/v1/status', answer);
    return onlyKnown('unsupported', {
      ...{ source: 'status', contextLength: status.contextLength },
      reason: 'the runner of Ollama for MLX does not tell what it does',
    });
  }
}
