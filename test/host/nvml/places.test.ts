import t from 'tap';
import { nvmlPlaces } from '../../../src/host/nvml/places.js';

void t.test('the library is looked for by name first, then where drivers put it', (t) => {
  const places = nvmlPlaces('auto', 'linux', undefined);
  t.same(places.slice(0, 2), ['libnvidia-ml.so.1', 'libnvidia-ml.so']);
  for (const folder of ['/usr/lib/wsl/lib', '/run/opengl-driver/lib', '/usr/local/nvidia/lib64']) {
    t.ok(places.includes(`${folder}/libnvidia-ml.so.1`), folder);
  }
  t.end();
});

void t.test('on Windows only the system folder counts, and elsewhere there is none', (t) => {
  t.same(nvmlPlaces('auto', 'win32', 'D:\\Win'), ['D:\\Win\\System32\\nvml.dll']);
  t.same(nvmlPlaces('auto', 'win32', undefined), ['C:\\Windows\\System32\\nvml.dll']);
  t.same(nvmlPlaces('auto', 'darwin', undefined), []);
  t.end();
});

void t.test('the setting names one library, or none', (t) => {
  t.same(nvmlPlaces('/opt/x.so', 'linux', undefined), ['/opt/x.so']);
  t.same(nvmlPlaces('off', 'linux', undefined), []);
  t.end();
});
