import type { Login } from './utmp.js';

/**
 * A file of `/run/systemd/sessions`, in which systemd-logind (sd-login(3)) keeps a session as NAME=value lines; null
 * for one that is not a user's, as a login screen or the manager of background services, or that is closing.
 */
export function parseLogindSession(text: string): Login | null {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)) values.set(name, value);
  const value = (name: string) => {
    const text = values.get(name)?.trim() ?? '';
    return text === '' ? null : text;
  };
  const user = value('USER');
  if (user === null || !/^user(?:-|$)/.test(value('CLASS') ?? 'user') || value('STATE') === 'closing')
    return null;
  return {
    user,
    terminal: value('TTY') ?? value('DISPLAY'),
    from: value('REMOTE_HOST'),
    since: positive(value('REALTIME'), 1 / 1000),
    pid: positive(value('LEADER'), 1),
  };
}

function positive(text: string | null, scale: number): number | null {
  const number = /^\d{1,16}$/.test(text ?? '') ? Math.floor(Number(text) * scale) : 0;
  return number > 0 ? number : null;
}
