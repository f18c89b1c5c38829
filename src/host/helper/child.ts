import { hazards, isHazard } from './hazards.js';
import { serve } from './serve.js';

/**
 * The helper process: does for its parent what may block or crash, one hazard a process. Its only argument is
 * the hazard's name.
 */
const [, , name = ''] = process.argv;
if (!isHazard(name)) throw new Error(`there is no hazard ${JSON.stringify(name)}`);
await serve(hazards[name]);
