/**
 * `node dist/service/health-check.js`, for supervisors such as Docker: asks the service that runs here with the same
 * environment for `/health/live`. Exit code 0 when it answers, 1 with a line on what is wrong, 2 for bad settings.
 */
import { readCommand } from '../settings/command.js';
import { healthTarget } from './health-target.js';
import { isLive } from './health-request.js';
import { SettingError } from '../settings/values.js';

try {
  const command = readCommand([], process.env);
  if (command.kind === 'serve') await isLive(healthTarget(command.settings));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = thrown instanceof SettingError ? 2 : 1;
}
