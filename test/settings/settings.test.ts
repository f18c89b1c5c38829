import t from 'tap';
import { digestOf } from '../../src/access/key-lines.js';
import { networks, type Networks } from '../../src/access/networks.js';
import { help } from '../../src/settings/help.js';
import { readCommand, settingRows } from '../../src/settings/command.js';
import { defaultSettings, type Settings } from '../../src/settings/settings.js';
import { SettingError } from '../../src/settings/values.js';

/** The settings of a run with these arguments and variables. */
function settings(args: string[], environment: NodeJS.ProcessEnv = {}): Settings {
  const command = readCommand(args, environment);
  if (command.kind !== 'serve') throw new Error(`the command line asks for ${command.kind}`);
  return command.settings;
}

/** Settings with URLs as text, so that they compare by value. */
function plain({ ollamaUrl, ...rest }: Settings) {
  return { ...rest, ollamaUrl: ollamaUrl.href };
}

/** Networks by their names and addresses by their text, so that they compare by value. */
function byValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byValue);
  if (value instanceof URL) return value.href;
  return typeof value === 'object' && value !== null && 'has' in value ? (value as Networks).names : value;
}

/** For every setting: texts it takes with the values they mean, and texts it refuses with what the message says. */
const examples: Record<
  string,
  { key: keyof Settings; good: [string, unknown][]; bad: [string, RegExp | string][] }
> = {
  SYSMON_HOST: {
    key: 'host',
    good: ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::', '192.168.1.5', 'monitor.example.org'].map(
      (text) => [text, text],
    ),
    bad: ['127.0.0.1:80', '1127.0.0.1', '[::1]', 'http://x', '*', 'a b', '256.1.1.1'].map((text) => [
      text,
      'must be an address or a name without port: 127.0.0.1 or ::1 for this machine alone, 0.0.0.0 or :: for all',
    ]),
  },
  SYSMON_HISTORY: {
    key: 'history',
    good: [
      ['off', null],
      ['OFF', null],
      ['0', null],
      ['10m', 600_000],
      ['24h', 86_400_000],
      ['31d', 2_678_400_000],
    ],
    bad: ['on', '5m', '32d', '-1h', '24 h', 'forever'].map((text) => [
      text,
      'must be off, or a duration from 10m to 31d, such as 24h',
    ]),
  },
  SYSMON_PORT: {
    key: 'port',
    good: [
      ['0', 0],
      ['65535', 65535],
      ['8080', 8080],
    ],
    bad: ['65536', '-1', '80.5', '0x50', '1e3', 'http', ' 80', '99999999999999999999'].map((text) => [
      text,
      'must be a whole number from 0 to 65535',
    ]),
  },
  SYSMON_TRUST_PROXY: {
    key: 'trustProxy',
    good: [
      ['loopback', ['127.0.0.0/8', '::1']],
      ['192.0.2.7, 172.18.0.0/16,fd00::/8', ['192.0.2.7', '172.18.0.0/16', 'fd00::/8']],
      ['unix,LOOPBACK,unix', ['unix', '127.0.0.0/8', '::1']],
    ],
    bad: [
      ...['true', '1', '*', 'nginx', '10.0.0.0/33', '10.0.0/8', '::1/x', '127.0.0.1,', '127.0.0.1:80'].map(
        (text): [string, string] => [
          text,
          'must be an address, a network such as 172.18.0.0/16, loopback or unix',
        ],
      ),
      ...['0.0.0.0/0', '::/0', '::/00'].map((text): [string, string] => [
        text,
        'would believe everybody, and any client could pass for another',
      ]),
    ],
  },
  SYSMON_API_KEYS: {
    key: 'apiKeys',
    good: [
      ['a:0123456789abcdef', [{ name: 'a', digest: digestOf('0123456789abcdef') }]],
      [' a:0123456789abcd:f, ', [{ name: 'a', digest: digestOf('0123456789abcd:f') }]],
      [
        `a:0123456789abcdef,b-2:sha256:${'0A'.repeat(32)}`,
        [
          { name: 'a', digest: digestOf('0123456789abcdef') },
          { name: 'b-2', digest: Buffer.from('0a'.repeat(32), 'hex') },
        ],
      ],
    ],
    bad: [
      [
        's3cr3t-s3cr3t-s3cr3t',
        /^SYSMON_API_KEYS: entry 1: has no name; it must be name:key or name:sha256:</,
      ],
      [
        'a:s3cr3t',
        'entry 1: the key must be 16 to 256 characters of visible ASCII without blanks and commas',
      ],
      ['a:s3cr3t s3cr3t s3cr3t', 'entry 1: the key must be 16 to 256 characters'],
      ['a:s3cr3t-schlüssel-s3cr3t', 'entry 1: the key must be 16 to 256 characters'],
      [':s3cr3t-s3cr3t-s3cr3t', 'entry 1: the name of a key is made of letters, digits'],
      ['sha256:s3cr3t-s3cr3t-s3cr3t', 'entry 1: the name sha256 is reserved; choose another name'],
      ['a:sha256:s3cr3t', 'entry 1: a SHA-256 digest has 64 hexadecimal digits'],
      ['a:0123456789abcdef,b:s3cr3t', 'entry 2: the key must be'],
      ['a:0123456789abcdef,a:s3cr3t-s3cr3t-s3cr3t', 'two keys have the same name'],
      ['a:s3cr3t-s3cr3t-s3cr3t,b:s3cr3t-s3cr3t-s3cr3t', 'two names have the same key'],
    ],
  },
  ...Object.fromEntries(
    (
      [
        ['SYSMON_API_KEYS_FILE', 'apiKeysFile'],
        ['SYSMON_STATE_DIR', 'stateDirectory'],
        ['SYSMON_HISTORY_FILE', 'historyFile'],
      ] as const
    ).map(([variable, key]) => [
      variable,
      {
        key,
        good: [['/etc/monitor/keys', '/etc/monitor/keys']],
        bad: ['keys', './keys'].map((text): [string, string] => [text, 'must be an absolute path']),
      },
    ]),
  ),
  SYSMON_AUTH: {
    key: 'auth',
    good: [
      ['auto', 'auto'],
      ['OFF', 'off'],
    ],
    bad: ['on', 'no', '0'].map((text) => [text, 'must be one of auto, off']),
  },
  SYSMON_ALLOW_FROM: {
    key: 'allowFrom',
    good: [['10.0.0.0/8, 192.168.1.7, fd00::/8', networks('10.0.0.0/8,192.168.1.7,fd00::/8')]],
    bad: [
      '10.0.0.0/33',
      '10.0.0/8',
      'example.org',
      '10.0.0.0/8,',
      '::1/129',
      '10.0.0.0/8/8',
      'fe80::1%eth0',
    ].map((text) => [text, 'must be an address or a network such as 192.168.1.0/24']),
  },
  SYSMON_ALLOWED_HOSTS: {
    key: 'allowedHosts',
    good: [
      ['Monitor.example.org, gpu_box, ::1', ['monitor.example.org', 'gpu_box', '::1']],
      ['192.168.1.7', ['192.168.1.7']],
    ],
    bad: ['monitor.example.org:5000', 'http://x', '*', '*.example.org', 'a,'].map((text) => [
      text,
      'must be a host name such as monitor.example.org',
    ]),
  },
  SYSMON_CORS_ORIGINS: {
    key: 'corsOrigins',
    good: [
      [
        'https://dash.example.org, http://localhost:3000',
        ['https://dash.example.org', 'http://localhost:3000'],
      ],
    ],
    bad: [
      '*',
      'null',
      'dash.example.org',
      'https://x/',
      'https://x/path',
      'ftp://x',
      'HTTPS://X',
      'https://x,',
    ].map((text) => [text, 'must be an origin such as https://dash.example.org, without path; * is not one']),
  },
  SYSMON_RATE_LIMIT: {
    key: 'rateLimit',
    good: [
      ['0', 0],
      ['60', 60],
    ],
    bad: ['-1', '1.5', '1000001', 'none'].map((text) => [text, 'must be a whole number from 0 to 1000000']),
  },
  SYSMON_STREAMS: {
    key: 'streams',
    good: [
      ['0', 0],
      ['50', 50],
    ],
    bad: ['-1', 'many', '100001'].map((text) => [text, 'must be a whole number from 0 to 100000']),
  },
  SYSMON_SOCKET: {
    key: 'socket',
    good: [
      ['/run/system-monitor-api/api.sock', '/run/system-monitor-api/api.sock'],
      [`/${'x'.repeat(102)}`, `/${'x'.repeat(102)}`],
    ],
    bad: ['api.sock', './api.sock', 'C:\\api.sock', `/${'x'.repeat(103)}`, `/${'ü'.repeat(52)}`].map(
      (text) => [text, 'must be an absolute path of at most 103 bytes'],
    ),
  },
  SYSMON_SOCKET_MODE: {
    key: 'socketMode',
    good: [
      ['0600', 0o600],
      ['666', 0o666],
    ],
    bad: ['0680', '66', '4666', '0o660', 'rw-rw----', '-660'].map((text) => [
      text,
      'must be three octal digits such as 0660 (owner and group) or 0666 (everybody)',
    ]),
  },
  ...Object.fromEntries(
    (
      [
        ['SYSMON_TLS_CERT', 'tlsCert'],
        ['SYSMON_TLS_KEY', 'tlsKey'],
      ] as const
    ).map(([variable, key]) => [
      variable,
      {
        key,
        good: [['/etc/ssl/monitor.pem', '/etc/ssl/monitor.pem']],
        bad: [['monitor.pem', 'must be an absolute path']],
      },
    ]),
  ),
  SYSMON_INTERVAL: {
    key: 'interval',
    good: [
      ['500ms', 500],
      ['2s', 2_000],
      ['2', 2_000],
      ['0.5', 500],
      ['1m', 60_000],
    ],
    bad: ['99ms', '61s', '2m', '0', '-1s', '1 s', '1d', 'soon', 's'].map((text) => [
      text,
      'must be a duration such as 500ms, 1s or 2m, from 0.1 s to 60 s',
    ]),
  },
  SYSMON_WATCHDOG: {
    key: 'watchdog',
    good: [
      ['2s', 2_000],
      ['1m', 60_000],
      ['0', null],
      ['off', null],
    ],
    bad: ['1s', '11m', 'on', '-1'].map((text) => [text, 'from 2 s to 600 s']),
  },
  SYSMON_IDLE_INTERVAL: {
    key: 'idleInterval',
    good: [
      ['1s', 1_000],
      ['1h', 3_600_000],
    ],
    bad: ['999ms', '61m', 'never'].map((text) => [text, 'from 1 s to 3600 s']),
  },
  ...Object.fromEntries(
    (
      [
        ['SYSMON_DISK_PATH', 'diskPath'],
        ['SYSMON_ROOT', 'root'],
        ['SYSMON_PROC', 'proc'],
        ['SYSMON_SYS', 'sys'],
      ] as const
    ).map(([variable, key]) => [
      variable,
      {
        key,
        good: [
          ['/host', '/host'],
          ['C:\\', 'C:\\'],
        ],
        bad: ['host', './host', '~'].map((text): [string, string] => [text, 'must be an absolute path']),
      },
    ]),
  ),
  OLLAMA_HOST: {
    key: 'ollamaUrl',
    good: [
      ['gpu-box', new URL('http://gpu-box:11434')],
      ['https://ollama.example.org', new URL('https://ollama.example.org')],
    ],
    bad: [['ftp://gpu-box', 'must be an address such as 127.0.0.1:11434 or https://ollama.example.org']],
  },
  SYSMON_OLLAMA_HEADERS: {
    key: 'ollamaHeaders',
    good: [
      ['X-Key: s3cr3t', { 'X-Key': 's3cr3t' }],
      ['X-Key: a:b', { 'X-Key': 'a:b' }],
      ['{"A": "1", "B": "2"}', { A: '1', B: '2' }],
    ],
    bad: ['s3cr3t', 'X Key: s3cr3t', '{"A": s3cr3t', '{"A B": "s3cr3t"}', 'A: s3cr3t\r\nB: 2'].map((text) => [
      text,
      /^SYSMON_OLLAMA_HEADERS: must be "Name: value", or a JSON object of names and values$/,
    ]),
  },
  SYSMON_OLLAMA_HOSTS: {
    key: 'ollamaHosts',
    good: [
      [
        'gpu-box, 10.0.0.2:80,gpu-box:11434',
        [new URL('http://gpu-box:11434'), new URL('http://10.0.0.2:80')],
      ],
      [' , ', []],
    ],
    bad: [['gpu-box,ftp://x', 'must be an address such as 127.0.0.1:11434 or https://ollama.example.org']],
  },
  SYSMON_MODEL_SERVERS: {
    key: 'modelServerUrls',
    good: [
      ['http://127.0.0.1:8080', [new URL('http://127.0.0.1:8080')]],
      [
        'https://gpu.example.org/llama/, http://[::1]:8000/,http://[::1]:8000',
        [new URL('https://gpu.example.org/llama'), new URL('http://[::1]:8000')],
      ],
      [' , ', []],
    ],
    bad: ['gpu-box:8080', 'http://', 'ftp://x', 'http://x?key=1', 'http://x/#a'].map((text) => [
      text,
      /: each must be an address such as http:\/\/127\.0\.0\.1:8080 or https:\/\/\S+, without credentials; keys belong/,
    ]),
  },
  SYSMON_MODEL_SERVERS_KEYS_FILE: {
    key: 'modelServerKeysFile',
    good: [['/etc/sysmon/server-keys', '/etc/sysmon/server-keys']],
    bad: [['keys', 'must be an absolute path']],
  },
  SYSMON_GPU: {
    key: 'gpu',
    good: [
      ['auto', null],
      ['matrox', ['matrox']],
      ['none', []],
      ['off', []],
      ['AMD', ['amd']],
      ['amd, nvidia, amd', ['amd', 'nvidia']],
    ],
    bad: ['amd,', 'amd;nvidia', 'amd none'].map((text) => [
      text,
      'must be auto, none, or names of GPU backends separated by commas',
    ]),
  },
  ...Object.fromEntries(
    (
      [
        ['SYSMON_NVIDIA_SMI', 'nvidiaSmi'],
        ['SYSMON_ROCM_SMI', 'rocmSmi'],
        ['SYSMON_AMD_SMI', 'amdSmi'],
        ['SYSMON_TEGRASTATS', 'tegrastats'],
        ['SYSMON_IOREG', 'ioreg'],
      ] as const
    ).map(([variable, key]) => [
      variable,
      {
        key,
        good: [
          ['smi', 'smi'],
          ['/opt/vendor tools/smi', '/opt/vendor tools/smi'],
        ],
        bad: [['a\nb', "must be a program's name or path"]],
      },
    ]),
  ),
  SYSMON_NVML: {
    key: 'nvml',
    good: [
      ['auto', 'auto'],
      ['OFF', 'off'],
      ['/opt/lib/libnvidia-ml.so.1', '/opt/lib/libnvidia-ml.so.1'],
      ['C:\\Windows\\System32\\nvml.dll', 'C:\\Windows\\System32\\nvml.dll'],
    ],
    bad: ['libnvidia-ml.so.1', './x.so', 'on'].map((text) => [
      text,
      'must be auto, off, or the absolute path of the library',
    ]),
  },
  SYSMON_METRICS_COMPAT: {
    key: 'metricsCompat',
    good: [
      ['dcgm', ['dcgm']],
      ['nvidia_gpu_exporter, DCGM,dcgm', ['nvidia_gpu_exporter', 'dcgm']],
    ],
    bad: [['node_exporter', 'must be one of dcgm, nvidia_gpu_exporter']],
  },
  SYSMON_PROCESS_ARGS: {
    key: 'processArgs',
    good: [
      ['on', 'on'],
      ['OFF', 'off'],
    ],
    bad: [['yes', 'must be one of off, on']],
  },
  SYSMON_LOG_LEVEL: {
    key: 'logLevel',
    good: [
      ['debug', 'debug'],
      ['SILENT', 'silent'],
    ],
    bad: [['loud', 'must be one of silent, error, warn, info, debug, trace']],
  },
};

t.test('without arguments and environment every setting has its default', (t) => {
  t.strictSame(plain(settings([])), {
    host: '127.0.0.1',
    port: 5000,
    socket: null,
    socketMode: 0o660,
    tlsCert: null,
    tlsKey: null,
    trustProxy: [],
    apiKeys: [],
    apiKeysFile: null,
    auth: 'auto',
    stateDirectory: null,
    history: 86_400_000,
    historyFile: null,
    allowFrom: null,
    allowedHosts: [],
    corsOrigins: [],
    rateLimit: 600,
    streams: 2000,
    interval: 1_000,
    idleInterval: 10_000,
    watchdog: 10_000,
    diskPath: '/',
    root: '/',
    proc: '/proc',
    sys: '/sys',
    ollamaUrl: 'http://127.0.0.1:11434/',
    ollamaHeaders: {},
    ollamaHosts: [],
    modelServerUrls: [],
    modelServerKeysFile: null,
    gpu: null,
    nvidiaSmi: 'nvidia-smi',
    nvml: 'auto',
    rocmSmi: 'rocm-smi',
    amdSmi: 'amd-smi',
    tegrastats: 'tegrastats',
    ioreg: '/usr/sbin/ioreg',
    metricsCompat: [],
    processArgs: 'off',
    logLevel: 'info',
  });
  t.strictSame(plain(settings([])), plain(defaultSettings()));
  t.strictSame(plain(defaultSettings({ port: 1 })), { ...plain(defaultSettings()), port: 1 });
  t.end();
});

t.test('every setting is in the examples below', (t) => {
  t.strictSame(
    Object.keys(examples).sort(),
    settingRows()
      .map(({ variable }) => variable)
      .sort(),
  );
  t.end();
});

for (const { variable, option } of settingRows()) {
  const { key, good, bad } = examples[variable] ?? { key: 'port' as const, good: [], bad: [] };

  t.test(`${variable} takes what it can understand`, (t) => {
    for (const [text, value] of good) {
      t.strictSame(byValue(settings([], { [variable]: text })[key]), byValue(value), text);
      if (option === null) continue;
      t.strictSame(byValue(settings([`${option}=${text}`])[key]), byValue(value), `${option}=${text}`);
    }
    t.end();
  });

  t.test(`${variable} refuses anything else in one line that names it`, (t) => {
    for (const [text, reason] of bad) {
      const message = refusal([], { [variable]: text });
      t.match(message, reason, JSON.stringify(text));
      t.notMatch(message, /\n/);
      t.equal(message.startsWith(variable), true, message);
      if (option === null) t.notMatch(message, 's3cr3t', 'a secret is not repeated');
      else t.match(message, `${variable}=${JSON.stringify(text)}: `, 'the message shows what was given');
    }
    t.end();
  });

  t.test(`an empty ${variable} is one that is not set`, (t) => {
    t.strictSame(plain(settings([], { [variable]: '' })), plain(defaultSettings()));
    if (option !== null) t.strictSame(plain(settings([`${option}=`])), plain(defaultSettings()));
    t.end();
  });
}

function refusal(args: string[], environment: NodeJS.ProcessEnv = {}): string {
  try {
    readCommand(args, environment);
  } catch (thrown) {
    if (thrown instanceof SettingError) return thrown.message;
    throw thrown;
  }
  return 'nothing was refused';
}

t.test('an option wins over its variable, and a bad variable behind it does no harm', (t) => {
  t.equal(settings(['--port', '7000'], { SYSMON_PORT: '6000' }).port, 7000);
  t.equal(settings(['--port', '7000'], { SYSMON_PORT: 'nonsense' }).port, 7000);
  t.equal(settings(['--ollama-host', 'a'], { OLLAMA_HOST: 'b' }).ollamaUrl.hostname, 'a');
  t.end();
});

t.test('a bad option is named as the option it is', (t) => {
  t.equal(refusal(['--port', '70000']), '--port="70000": must be a whole number from 0 to 65535');
  t.end();
});

t.test('a secret has no option', (t) => {
  t.match(refusal(['--ollama-headers', 'X-Key: s3cr3t']), /^Unknown option '--ollama-headers'/);
  t.notMatch(refusal(['--ollama-headers', 'X-Key: s3cr3t']), 's3cr3t');
  t.end();
});

t.test('what is no option is refused with a hint, in one line', (t) => {
  t.equal(
    refusal(['--prot', '80']),
    "Unknown option '--prot'; did you mean --port? --help lists the options",
  );
  t.match(refusal(['--hlep']), /; did you mean --help\?/);
  t.match(refusal(['--api-keys', 'x']), /; SYSMON_API_KEYS can be given in the environment alone; --help/);
  t.match(refusal(['serve']), /^Unexpected argument 'serve'.*; --help lists the options$/);
  t.match(refusal(['--port']), /argument missing; --help lists the options$/);
  t.match(refusal(['-x']), /^Unknown option '-x'; --help lists the options$/);
  for (const args of [['--prot'], ['serve'], ['--port'], ['-x'], ['--port', '--gpu']]) {
    t.notMatch(refusal(args), /\n/);
  }
  t.end();
});

t.test('a variable that looks like a setting and is none is warned about', (t) => {
  const command = readCommand([], { SYSMON_PROT: '80', SYSMON_PORT: '81', PATH: '/bin', OLLAMA_DEBUG: '1' });
  t.strictSame(command.kind === 'serve' ? command.warnings : command.kind, [
    'SYSMON_PROT is not a setting and has no effect; did you mean SYSMON_PORT? --help lists the settings',
  ]);
  const meant: [written: string, meant: string | null][] = [
    ...([
      ['SYSMON_HOTS', 'SYSMON_HOST'],
      ['sysmon_port', 'SYSMON_PORT'],
      ['SYSMON_DISKPATH', 'SYSMON_DISK_PATH'],
    ] as [string, string][]),
    ...([
      ['SYSMON_API_KEY', 'SYSMON_API_KEYS'],
      ['SYSMON_KEYS', 'SYSMON_API_KEYS'],
      ['SYSMON-PORT', 'SYSMON_PORT'],
    ] as [string, string][]),
    ...([
      ['SYSMON_LOG', 'SYSMON_LOG_LEVEL'],
      ['SYSMON_OLLAMA_HOST', 'OLLAMA_HOST'],
      ['SYSMON_WEATHER', null],
    ] as [string, string][]),
  ];
  for (const [written, expected] of meant) {
    const run = readCommand([], { [written]: '1' });
    const [warning = ''] = run.kind === 'serve' ? run.warnings : [];
    t.equal(/did you mean (\S+)\?/.exec(warning)?.[1] ?? null, expected, written);
  }
  t.end();
});

t.test('what Kubernetes sets for a service named sysmon is no setting', (t) => {
  const links = {
    SYSMON_PORT: 'tcp://10.0.0.1:5000',
    SYSMON_PORT_5000_TCP: 'tcp://10.0.0.1:5000',
    SYSMON_PORT_5000_TCP_ADDR: '10.0.0.1',
    SYSMON_SERVICE_HOST: '10.0.0.1',
    SYSMON_SERVICE_PORT_HTTP: '5000',
    SYSMON_API_PORT: 'tcp://[fd00::1]:5000',
  };
  const run = (args: string[], environment: Record<string, string>) => {
    const command = readCommand(args, environment);
    if (command.kind !== 'serve') throw new Error(command.kind);
    return { port: command.settings.port, warnings: command.warnings };
  };
  const { port, warnings } = run([], { ...links, SYSMON_PROT: '1' });
  t.equal(port, 5000, 'the default');
  const [ofLinks = '', ofOthers = ''] = warnings;
  t.match(
    ofLinks,
    /^SYSMON_API_PORT, SYSMON_PORT, .* are no settings and have no effect: Kubernetes .* enableServiceLinks: false/,
  );
  for (const variable of Object.keys(links)) t.ok(ofLinks.includes(variable), variable);
  t.match(ofOthers, /^SYSMON_PROT is not a setting/);
  t.equal(warnings.length, 2, 'one for all of them');
  t.equal(run(['--port', '81'], links).port, 81);
  t.same(run([], { SYSMON_PORT: '80' }), { port: 80, warnings: [] });
  t.throws(() => run([], { SYSMON_PORT: 'http://10.0.0.1:5000' }), SettingError, 'no link: a wrong value');
  const checked = readCommand(['--check'], links);
  const shown =
    checked.kind === 'check' ? checked.shown.find(({ variable }) => variable === 'SYSMON_PORT') : null;
  t.same(shown, { variable: 'SYSMON_PORT', value: '5000', from: null });
  t.end();
});

t.test('--help and --version win over everything else, bad values included', (t) => {
  t.strictSame(readCommand(['--help'], {}), { kind: 'help' });
  t.strictSame(readCommand(['-h', '--port', 'x'], { SYSMON_HOST: 'x' }), { kind: 'help' });
  t.strictSame(readCommand(['--version'], { SYSMON_PORT: 'x' }), { kind: 'version' });
  t.strictSame(readCommand(['-v'], {}), { kind: 'version' });
  t.end();
});

t.test('--help shows every setting with option, variable, default and meaning in one line each', (t) => {
  const lines = help().split('\n');
  for (const { variable, option, default: value, description } of settingRows()) {
    const shownAs = option ?? '(environment only)';
    const found = lines.filter((line) => line.trim().split(/\s{2,}/)[1] === variable);
    t.strictSame(
      found.map((line) => line.trim().split(/\s{2,}/)),
      [[shownAs, variable, value === '' ? '–' : value, description]],
      variable,
    );
  }
  t.match(help(), /Usage: system-monitor-api \[options\]/);
  t.match(help(), /-h, --help/);
  t.match(help(), /-v, --version/);
  t.notMatch(help(), /[ \t]$/m, 'no blanks at line ends');
  t.end();
});

t.test('systemd says where state is kept, when the setting does not', (t) => {
  t.equal(settings([], { STATE_DIRECTORY: '/var/lib/a:/var/lib/b' }).stateDirectory, '/var/lib/a');
  t.equal(settings([], { STATE_DIRECTORY: '/var/lib/a', SYSMON_STATE_DIR: '' }).stateDirectory, '/var/lib/a');
  t.equal(settings([], { STATE_DIRECTORY: '/var/lib/a', SYSMON_STATE_DIR: '/b' }).stateDirectory, '/b');
  t.end();
});

t.test('"key" asks for a key, with a name or without', (t) => {
  t.strictSame(readCommand(['key'], {}), { kind: 'key', name: 'main' });
  t.strictSame(readCommand(['key', 'gpu-dash'], {}), { kind: 'key', name: 'gpu-dash' });
  t.match(refusal(['key', 'a', 'b']), /^Unexpected argument 'b'; --help lists the options$/);
  t.match(refusal(['key', 'a:b']), 'the name of a key is made of letters');
  t.match(refusal(['key', 'sha256']), 'the name sha256 is reserved');
  t.end();
});
