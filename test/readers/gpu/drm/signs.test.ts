import t from 'tap';
import { gpuSigns } from '../../../../src/readers/gpu/drm/signs.js';
import { fileMachine } from '../../../helpers/machines/file-machine.js';

t.test('a card, and a driver without one, are another sign; who asks meanwhile shares a look', async (t) => {
  const { host, write } = fileMachine(t, { sys: { class: { drm: { version: '' } } } });
  const signs = gpuSigns(host);
  const seen = [signs()];
  const next = async () => {
    await host.clock.advance(1_000);
    seen.push(signs());
  };
  await next();
  t.equal(seen[0], seen[1], 'nothing has changed');
  write({ sys: { class: { drm: { card0: '' } } } });
  t.equal(signs(), seen[1], 'at the same time');
  await next();
  write({ proc: { driver: { nvidia: { version: 'NVRM' } } } });
  await next();
  t.equal(new Set(seen.slice(1)).size, 3);
});
