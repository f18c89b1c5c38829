import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parsePlist } from '../../src/parsers/apple/plist.js';
import { settingRows } from '../../src/settings/command.js';

const file = join(import.meta.dirname, '../../../deploy/launchd/system-monitor-api.plist');
const log = '/Users/you/Library/Logs/system-monitor-api.log';

t.test('the launchd example is a property list that starts, restarts and ends the service', (t) => {
  const plist = parsePlist(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const { EnvironmentVariables: environment, ...rest } = plist;
  t.strictSame(rest, {
    Label: 'system-monitor-api',
    ProgramArguments: ['/usr/bin/env', 'system-monitor-api'],
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: 10,
    ExitTimeOut: 5,
    Umask: 0o077,
    StandardOutPath: log,
    StandardErrorPath: log,
  });
  const known = settingRows().map(({ variable }) => variable);
  const given = Object.keys(environment as object).filter((name) => name !== 'PATH');
  t.ok(given.length > 0);
  t.strictSame(
    given.filter((name) => !known.includes(name)),
    [],
    'it sets only what is a setting',
  );
  t.end();
});
