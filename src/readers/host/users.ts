import { Failure, parsedOrNull } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { parseLogindSession } from '../../parsers/logind-session.js';
import { parseUtmp, type Login } from '../../parsers/utmp.js';

const deadline = 500;

/**
 * Who is logged in: by systemd-logind's sessions, else by the file utmp, whose entries outlive a crash and count
 * only while their process is there. Null where neither is kept, and where it cannot be seen.
 */
export async function loggedInUsers(host: Host): Promise<Login[] | null> {
  const folder = 'run/systemd/sessions';
  const sessions = host.root.listAnswer(folder);
  if (sessions instanceof Failure) return null;
  if (sessions.length > 0 || host.root.identity(folder) !== null) {
    const texts = sessions.map((name) => host.root.optional(`${folder}/${name}`) ?? '');
    return texts.map(parseLogindSession).filter((login) => login !== null);
  }
  const bytes = parsedOrNull(await host.root.deviceBytes('run/utmp', deadline));
  if (bytes === null) return null;
  const lives = ({ pid }: Login) => pid !== null && host.proc.identity(String(pid)) !== null;
  return parseUtmp(bytes, host.architecture).filter(lives);
}
