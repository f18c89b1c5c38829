import t from 'tap';
import { isTegraWithNvgpu } from '../../src/parsers/tegra.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';

t.test('boards up to Orin are told from later ones and from other machines', (t) => {
  const isOne = (...words: string[]) => isTegraWithNvgpu(words.map((word) => `${word}\0`).join(''));
  t.ok(isOne('nvidia,p3450-0000', 'nvidia,tegra210'), 'Nano');
  t.ok(isOne('nvidia,p3737-0000+p3701-0000', 'nvidia,tegra234'), 'AGX Orin');
  t.notOk(isOne('nvidia,p4071', 'nvidia,tegra264'), 'Thor');
  t.notOk(isOne('nvidia,tegra2345'));
  t.notOk(isOne('raspberrypi,5-model-b', 'brcm,bcm2712'));
  t.notOk(isOne());
  neverThrows(t, isTegraWithNvgpu, 'nvidia,tegra234');
  t.end();
});
