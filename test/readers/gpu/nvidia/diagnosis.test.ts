import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import {
  cardOnTheBus,
  driverLoaded,
  inContainer,
  machine,
  type Files,
} from '../../../helpers/machines/nvidia-machine.js';

void t.test('without nvidia-smi the state depends on whether there is a card', async (t) => {
  const missing = () => new Failure('absent', 'nvidia-smi is not installed');
  const stateWith = async (...files: Files[]) => {
    const { read } = machine(t, missing, Object.assign({}, ...files) as Files);
    const { state, source, cards, remedy } = await read();
    t.same([source, cards], [null, []]);
    return [state, remedy?.split(' ').slice(0, 3).join(' ') ?? null];
  };
  t.same(await stateWith(), ['absent', null]);
  t.same(await stateWith(inContainer), ['absent', null]);
  const amd: Files = { sys: { class: { drm: { card0: { device: { vendor: '0x1002\n' } } } } } };
  t.same(await stateWith(amd), ['absent', null]);
  t.same(await stateWith(cardOnTheBus), ['failed', "Install NVIDIA's driver"]);
  t.same(await stateWith(driverLoaded), ['failed', 'Install the utilities']);
  t.same(await stateWith(driverLoaded, inContainer), ['not_passed_through', 'Start the container']);
  t.same(await stateWith(cardOnTheBus, inContainer), ['not_passed_through', 'Start the container']);
});

void t.test('a program that may not be run is a state, one that does not answer a Failure', async (t) => {
  const denied = machine(t, () => new Failure('no_permission', 'nvidia-smi may not be run by this user'));
  t.match(await denied.read(), { state: 'no_permission', reason: /may not be run/, remedy: /execute/ });
  const slow = machine(
    t,
    () => new Failure('timeout', 'nvidia-smi did not answer within 3 s and was killed'),
  );
  await t.rejects(slow.read(), { code: 'timeout', message: /did not answer/, remedy: /persistence mode/ });
  const endless = machine(t, () => new Failure('too_large', 'nvidia-smi printed more than 4194304 bytes'));
  await t.rejects(endless.read(), { code: 'too_large' });
});

void t.test('each way of failing has its state, its reason and its remedy', async (t) => {
  const stateOf = async (exitCode: number, stdout: string, files: Files) => {
    const { read } = machine(t, () => ({ exitCode, stdout: `${stdout}\n` }), files);
    const { state, reason, remedy, cards, source } = await read();
    t.same([cards, source], [[], 'nvidia-smi']);
    t.ok(reason !== null && (state === 'absent' || remedy !== null), stdout);
    return [state, reason?.split(' (nvidia-smi')[0]];
  };
  const init = 'Failed to initialize NVML: ';
  const cases: [string, RegExp, number, string, ...Files[]][] = [
    ['failed', /libnvidia-ml is missing/, 12, "NVIDIA-SMI couldn't find libnvidia-ml.so library"],
    ['not_passed_through', /not in this container/, 12, "NVIDIA-SMI couldn't find libnvidia-ml.so", inContainer],
    ['failed', /driver is not loaded/, 9, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."],
    ['not_passed_through', /devices are not in this container/, 9, '', inContainer, driverLoaded],
    ['driver_mismatch', /kernel module \(535\.261\.03\)/, 18, `${init}Driver/library version mismatch`, driverLoaded],
    ['driver_mismatch', /different versions/, 255, 'Mismatch in versions between nvidia-smi and NVML.'],
    ['no_permission', /this user may not/, 4, `${init}Insufficient Permissions`],
    ['no_permission', /operating system blocks/, 17, `${init}GPU access blocked by the operating system`],
    ['lost', /lost every card/, 15, `${init}GPU is lost`],
    ['failed', /could not be initialised/, 255, `${init}Unknown Error`],
    ['not_passed_through', /lost its right/, 255, `${init}Unknown Error`, inContainer],
    ['absent', /no NVIDIA card/, 6, 'No devices were found'],
    ['absent', /finds no NVIDIA card/, 6, 'No devices were found', driverLoaded],
    ['not_passed_through', /none of its cards/, 6, 'No devices were found', driverLoaded, inContainer],
    ['failed', /could start none/, 6, 'No devices were found', cardOnTheBus],
    ['failed', /could start none/, 6, 'No devices were found', { proc: { driver: { nvidia: { gpus: { '0000:01:00.0': {} } } } } }],
    ['failed', /no usable answer/, 77, 'Segmentation fault'],
    ['failed', /no usable answer/, 0, ''],
    ['failed', /no usable answer/, 0, '0, GPU-aa, half a li'],
  ]; // prettier-ignore
  for (const [state, reason, exitCode, stdout, ...files] of cases) {
    const found = await stateOf(exitCode, stdout, Object.assign({}, ...files) as Files);
    t.match(found, [state, reason], String(reason));
  }
});
