import t from 'tap';
import { nvmlPlaces } from '../../../src/host/nvml/places.js';

void t.test('the library is looked for by name first, then where drivers put it', (t) => {
  const { paths, isNamed } = nvmlPlaces('auto', 'linux', undefined);
  t.equal(isNamed, false);
  t.same(paths.slice(0, 2), ['libnvidia-ml.so.1', 'libnvidia-ml.so']);
  for (const folder of ['/usr/lib/wsl/lib', '/run/opengl-driver/lib', '/usr/local/nvidia/lib64']) {
    t.ok(paths.includes(`${folder}/libnvidia-ml.so.1`), folder);
  }
  t.end();
});

void t.test('on Windows only the system folder counts, and elsewhere there is none', (t) => {
  const pathsOf = (platform: NodeJS.Platform, root?: string) => nvmlPlaces('auto', platform, root).paths;
  t.same(pathsOf('win32', 'D:\\Win'), ['D:\\Win\\System32\\nvml.dll']);
  t.same(pathsOf('win32'), ['C:\\Windows\\System32\\nvml.dll']);
  t.same(pathsOf('darwin'), []);
  t.end();
});

void t.test('the setting names one library, or none', (t) => {
  t.same(nvmlPlaces('/opt/x.so', 'linux', undefined), { paths: ['/opt/x.so'], isNamed: true });
  t.same(nvmlPlaces('off', 'linux', undefined), { paths: [], isNamed: false });
  t.end();
});
