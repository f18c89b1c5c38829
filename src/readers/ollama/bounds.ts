import { whole } from '../../bounds.js';
import type { OllamaPsModel } from '../../parsers/ollama/ps.js';
import type { Bounds } from '../../plausible.js';

/** More tokens than any model takes. */
const mostTokens = 1e9;

/** What Ollama's numbers of a model can be. */
export const modelBounds: Bounds<OllamaPsModel> = {
  size: whole('models.size_bytes', 'B'),
  sizeVram: whole('models.vram_bytes', 'B'),
  contextLength: whole('models.context_length', 'tokens', mostTokens),
};
