import { Type, type Static } from '@sinclair/typebox';
import { implausible, instant, list, nullable, ratio, ref, sampledAt, seconds, text } from './units.js';

/** One login. */
export const Login = Type.Object(
  {
    user: text('Name of the user.', 'ada'),
    terminal: nullable(text('The terminal or display; null when there is none.', 'pts/0')),
    from: nullable(text('Where from, as an address or a name; null when local.', '192.0.2.7')),
    logged_in_at: nullable(instant('Since when, RFC 3339 in UTC.'), 'where that was not recorded'),
  },
  { $id: 'Login', title: 'Login', description: 'One login.' },
);

/** What this service runs in. */
export const Container = Type.Object(
  {
    runtime: nullable(
      text(
        'What runs it: docker, podman, kubernetes, lxc, … An open list; null when nothing tells.',
        'docker',
      ),
    ),
    evidence: list('What shows that this is a container.', text('One sign.', 'there is /.dockerenv')),
  },
  { $id: 'Container', title: 'Container', description: 'The container this service runs in.' },
);

/** What is hidden. */
export const LimitedView = Type.Object(
  {
    what: text('What is not seen: a domain, or a field of this body. An open list.', 'network'),
    reason: text('Why, and what is shown instead.', 'the counters are those of this container, …'),
    remedy: text('What would show it.', 'docker run --network=host …'),
  },
  { $id: 'LimitedView', title: 'LimitedView', description: 'One thing that is not seen.' },
);

export const HostStats = Type.Object(
  {
    hostname: nullable(text('Name of the machine.', 'gpu-box'), 'where the system does not tell it'),
    operating_system: nullable(
      text('The operating system with its version.', 'Debian GNU/Linux 12 (bookworm)'),
      'where the system does not tell it',
    ),
    platform: text('The family of systems: linux, darwin, win32, freebsd, … An open list.', 'linux'),
    kernel: nullable(text('Version of the kernel.', '6.1.0-28-amd64'), 'where the system does not tell it'),
    architecture: nullable(
      text('The instruction set, as uname(1) names it.', 'x86_64'),
      'where the system does not tell it',
    ),
    board: nullable(
      text(
        'The machine or its main board, as its firmware names it; null where it does not (and elsewhere than on Linux).',
        'Raspberry Pi 4 Model B Rev 1.5',
      ),
    ),
    uptime_seconds: nullable(
      seconds('How long the machine has been up.', { example: 86400.5 }),
      'where the system does not tell it',
    ),
    booted_at: nullable(
      instant(
        'When the machine was started, RFC 3339 in UTC. Reckoned by its clock: it moves when that is set.',
      ),
      'where the system does not tell it',
    ),
    load_average: nullable(
      list('Mean number of tasks that run or wait to, over 1, 5 and 15 minutes.', ratio('A load average.'), {
        minItems: 3,
        maxItems: 3,
        examples: [[0.52, 0.58, 0.59]],
      }),
      'where the system has none, as Windows',
    ),
    users: nullable(
      list(
        'Who is logged in, one entry a login; null where nobody keeps account of it (and elsewhere than on Linux).',
        ref(Login),
      ),
    ),
    container: nullable(ref(Container, 'The container this service runs in; null outside of one.')),
    limited_view: list(
      'What is hidden of the machine: by a container, or by how /proc is mounted. Empty when nothing is.',
      ref(LimitedView),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'HostStats', title: 'HostStats', description: 'Which machine this is, and since when it is up.' },
);
export type HostStats = Static<typeof HostStats>;
