import { hazards, type HazardName } from './hazards.js';
import { serve } from './serve.js';

/**
 * The helper process: does for its parent what may block or crash, one hazard a process. Its only argument is
 * the hazard's name.
 */
await serve(hazards[process.argv[2] as HazardName]);
