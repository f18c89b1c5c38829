import { duration, durationOrOff, historySpan, optionalPath } from './values.js';

/** How often the machine is read, and what is kept of it. */
export const samplingSettings = {
  interval: {
    variable: 'SYSMON_INTERVAL',
    default: '1s',
    description: 'how often a domain is read while somebody asks for it',
    parse: duration(100, 60_000),
  },
  idleInterval: {
    variable: 'SYSMON_IDLE_INTERVAL',
    default: '10s',
    description: 'how often the cheap domains are read while nobody asks',
    parse: duration(1_000, 3_600_000),
  },
  watchdog: {
    variable: 'SYSMON_WATCHDOG',
    default: '10s',
    description:
      'ends the process when it has stood still for so long, so that it is started again; 0 is off',
    parse: durationOrOff(2_000, 600_000),
  },
  history: {
    variable: 'SYSMON_HISTORY',
    default: '24h',
    description: 'how far back history reaches, in memory: 10m to 31d, or off',
    parse: historySpan,
  },
  historyFile: {
    variable: 'SYSMON_HISTORY_FILE',
    default: '',
    description: 'a file that keeps history over restarts; without it history is in memory alone',
    parse: optionalPath,
  },
};
