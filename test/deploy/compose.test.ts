import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { settingRows } from '../../src/settings/command.js';

interface Service {
  profiles: string[];
  environment: Record<string, string>;
  read_only: boolean;
  cap_drop: string[];
  cap_add?: string[];
  security_opt: string[];
  volumes: { type: string; source: string; target: string; read_only: boolean }[];
}

const root = join(import.meta.dirname, '../../..');
const file = readFileSync(join(root, 'compose.yaml'), 'utf8');
const { services } = parse(file, { merge: true }) as { services: Record<string, Service> };

void t.test('there is one service for each kind of machine', async (t) => {
  const profiles = Object.values(services).flatMap((service) => service.profiles);
  t.same(profiles, ['cpu', 'nvidia', 'amd-intel']);
});

void t.test(
  'each is given settings that exist, the machine read-only, and no more rights than it needs',
  async (t) => {
    const known = new Set(settingRows().map(({ variable }) => variable));
    for (const [name, service] of Object.entries(services)) {
      t.same(Object.keys(service.environment).filter((variable) => !known.has(variable)), [], name); // prettier-ignore
      t.match(service.volumes, [{ type: 'bind', source: '/', target: '/host', read_only: true }]);
      t.same([service.read_only, service.cap_drop], [true, ['ALL']], name);
      t.ok(service.security_opt.includes('no-new-privileges:true'), name);
      const extra = name === 'monitor-amd-intel' ? ['SYS_PTRACE', 'DAC_READ_SEARCH'] : undefined;
      t.same(service.cap_add, extra, name);
    }
  },
);

void t.test('the Dockerfile asks for what the documents say', async (t) => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  t.match(dockerfile, /^ENTRYPOINT \["node", "dist\/src\/main\.js"\]$/m);
  t.match(dockerfile, /^HEALTHCHECK .* CMD \["node", "dist\/service\/health-check\.js"\]$/m);
  t.match(dockerfile, /^USER 65532:65532$/m);
  t.match(dockerfile, /NVIDIA_DRIVER_CAPABILITIES=utility/);
});
