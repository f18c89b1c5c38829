import { Type, type Static } from '@sinclair/typebox';
import { instant, list, nullable, ratio, sampledAt, seconds, text } from './units.js';

export const HostStats = Type.Object(
  {
    hostname: nullable(text('Name of the machine.', 'gpu-box')),
    operating_system: nullable(
      text('The operating system with its version.', 'Debian GNU/Linux 12 (bookworm)'),
    ),
    platform: text('The family of systems: linux, darwin, win32, freebsd, … An open list.', 'linux'),
    kernel: nullable(text('Version of the kernel.', '6.1.0-28-amd64')),
    architecture: nullable(text('The instruction set, as uname(1) names it.', 'x86_64')),
    uptime_seconds: nullable(seconds('How long the machine has been up.', { example: 86400.5 })),
    boot_time: nullable(instant('When the machine was started, RFC 3339 in UTC.')),
    load_average: nullable(
      list('Mean number of tasks that run or wait to, over 1, 5 and 15 minutes.', ratio('A load average.'), {
        minItems: 3,
        maxItems: 3,
        examples: [[0.52, 0.58, 0.59]],
      }),
    ),
    sampled_at: sampledAt(),
  },
  { $id: 'HostStats', title: 'HostStats', description: 'Which machine this is, and since when it is up.' },
);
export type HostStats = Static<typeof HostStats>;
