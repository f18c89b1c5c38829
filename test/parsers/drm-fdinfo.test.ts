import t from 'tap';
import { parseDrmFdinfo } from '../../src/parsers/drm-fdinfo.js';
import { blanks, neverThrows, staysQuick } from '../helpers/parsers/parser-contract.js';

const amdgpu = `pos:\t0
flags:\t02104002
pasid:\t32784
drm-driver:\tamdgpu
drm-client-id:\t217
drm-pdev:\t0000:08:00.0
drm-memory-vram:\t2068 KiB
drm-memory-gtt: \t8192 KiB
drm-engine-gfx:\t107322799 ns
drm-engine-enc_1:\t12 ns
`;

const xe = `drm-driver:\txe
drm-client-id:\t3
drm-pdev:\t0000:03:00.0
drm-total-vram0:\t23992 KiB
drm-shared-vram0:\t16 MiB
drm-resident-vram0:\t20 MiB
drm-resident-gtt:\t192 kB
drm-total-system:\t4096
drm-cycles-vcs:\t28257900
drm-total-cycles-vcs:\t7655183225
drm-engine-capacity-vcs:\t2
`;

const time = { nanoseconds: null, cycles: null, totalCycles: null, capacity: 1 };

t.test('amdgpu tells nanoseconds by engine and bytes by memory', (t) => {
  t.strictSame(parseDrmFdinfo(amdgpu), {
    driver: 'amdgpu',
    pciAddress: '0000:08:00.0',
    clientId: 217,
    engines: new Map([
      ['gfx', { ...time, nanoseconds: 107322799 }],
      ['enc_1', { ...time, nanoseconds: 12 }],
    ]),
    memory: new Map([
      ['vram', { total: null, resident: 2117632 }],
      ['gtt', { total: null, resident: 8388608 }],
    ]),
  });
  t.end();
});

t.test('xe tells cycles, engines of which there are several, and units of every size or none', (t) => {
  t.strictSame(parseDrmFdinfo(xe), {
    driver: 'xe',
    pciAddress: '0000:03:00.0',
    clientId: 3,
    engines: new Map([['vcs', { ...time, cycles: 28257900, totalCycles: 7655183225, capacity: 2 }]]),
    memory: new Map([
      ['vram0', { total: 24567808, resident: 20971520 }],
      ['gtt', { total: null, resident: 196608 }],
      ['system', { total: 4096, resident: null }],
    ]),
  });
  t.end();
});

t.test('amdgpu before Linux 5.19 had other words and no client id', (t) => {
  t.strictSame(parseDrmFdinfo('pdev:\t0000:0A:00.0\npasid:\t7\nvram mem:\t10 kB\ngtt mem:\t0 kB\n'), {
    driver: null,
    pciAddress: '0000:0a:00.0',
    clientId: 7,
    engines: new Map(),
    memory: new Map([
      ['vram', { total: null, resident: 10240 }],
      ['gtt', { total: null, resident: 0 }],
    ]),
  });
  t.end();
});

t.test('a newer word for what is resident wins, wherever it stands', (t) => {
  const both = 'drm-memory-vram:\t1 KiB\ndrm-resident-vram:\t2 KiB\ndrm-memory-vram:\t3 KiB\n';
  t.strictSame(parseDrmFdinfo(both).memory, new Map([['vram', { total: null, resident: 2048 }]]));
  t.end();
});

t.test('what is absent, cut off or no number stays unknown', (t) => {
  const nothing = { driver: null, pciAddress: null, clientId: null, engines: new Map(), memory: new Map() };
  t.strictSame(parseDrmFdinfo(''), nothing);
  t.strictSame(parseDrmFdinfo('pos:\t0\nflags:\t02\nmnt_id:\t24\n'), nothing);
  const broken =
    'drm-driver:\t\ndrm-client-id:\t-1\ndrm-pdev:\tpci\ndrm-engine-gfx:\tx ns\ndrm-memory-vram:\t1 TB\n';
  t.strictSame(parseDrmFdinfo(broken), nothing);
  t.strictSame(parseDrmFdinfo('drm-engine-capacity-gfx:\t0\n').engines.get('gfx')?.capacity, 1);
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseDrmFdinfo, amdgpu);
  neverThrows(t, parseDrmFdinfo, xe);
  t.end();
});

t.test('blanks within a line cost no more than their number', (t) => {
  staysQuick(t, parseDrmFdinfo, `pasid:\t32775${blanks}x`);
  t.end();
});

t.test('a unit that is the name of something else is none', (t) => {
  t.equal(parseDrmFdinfo('drm-resident-v:0 __proto__').memory.size, 0);
  t.equal(parseDrmFdinfo('drm-resident-v:1 constructor').memory.size, 0);
  t.end();
});
