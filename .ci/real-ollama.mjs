/**
 * /stats/ollama beside a real Ollama with its real runners, through what models do: load, take a prompt, write, stop,
 * die. Prints a line for each check; the exit code is 1 when one failed. Where Ollama cannot be had a line in
 * capitals says so. Besides:
 *
 *   node .ci/real-ollama.mjs --serve    keeps an Ollama with models running until it is interrupted
 *   node .ci/real-ollama.mjs --turns    what polling costs the models, in alternating turns
 *
 * `--service <main.js>` tries the service of another folder.
 */
import { keptOllama, Unavailable } from './ollama/kept.mjs';
import { checkStages } from './ollama/stages.mjs';
import { keepServing } from './ollama/serve.mjs';
import { takeTurns } from './ollama/turns.mjs';

const modes = { '--serve': keepServing, '--turns': takeTurns };
const [wished = ''] = process.argv.slice(2).filter((argument) => argument in modes);
const mode = modes[wished] ?? checkStages;

try {
  const kept = await keptOllama((line) => console.log(line));
  process.exitCode = (await mode(kept)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.log(`SKIPPED: NO REAL OLLAMA WAS TRIED: ${error.message}`);
}
