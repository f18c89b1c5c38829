import t from 'tap';
import { parseIntelThrottleReason } from '../../../src/parsers/intel/throttle-reason.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

t.test('both drivers name the same reasons', (t) => {
  const sustained = { class: 'power', reason: 'sustained power limit' };
  t.same(parseIntelThrottleReason('throttle_reason_pl1'), sustained);
  t.same(parseIntelThrottleReason('reason_pl1'), sustained);
  t.same(parseIntelThrottleReason('reason_vr_thermalert'), {
    class: 'heat',
    reason: 'temperature of the voltage regulator',
  });
  t.end();
});

t.test('a reason that is not known is told as it is, of the class that its name tells', (t) => {
  const told = ['soc_avg_thermal', 'prochot', 'psys_pl1', 'vr_tdc', 'fast_vmode', 'p0_freq'].map((name) => {
    const { class: kind, reason } = parseIntelThrottleReason(`reason_${name}`) ?? {};
    return [kind, reason];
  });
  t.same(told, [
    ['heat', 'soc avg thermal'],
    ['heat', 'the processor is too hot'],
    ['power', 'psys pl1'],
    ['current', 'current limit of the voltage regulator'],
    ['current', 'fast vmode'],
    ['other', 'p0 freq'],
  ]);
  t.end();
});

t.test('other files are no reasons', (t) => {
  for (const file of [
    '',
    'status',
    'reason_status',
    'throttle_reason_status',
    'rps_act_freq_mhz',
    'reason_',
  ]) {
    t.equal(parseIntelThrottleReason(file), null, file);
  }
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseIntelThrottleReason, 'throttle_reason_vr_tdc');
  t.end();
});
