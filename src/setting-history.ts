import { historySpan, optionalPath } from './setting-values.js';

/** The settings of history. */
export const historySettings = {
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
