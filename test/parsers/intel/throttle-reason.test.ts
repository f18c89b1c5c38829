import t from 'tap';
import { parseIntelThrottleReason } from '../../../src/parsers/intel/throttle-reason.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

t.test('both drivers name the same reasons', (t) => {
  t.equal(parseIntelThrottleReason('throttle_reason_pl1'), 'sustained power limit');
  t.equal(parseIntelThrottleReason('reason_pl1'), 'sustained power limit');
  t.equal(parseIntelThrottleReason('reason_vr_thermalert'), 'temperature of the voltage regulator');
  t.end();
});

t.test('a reason that is not known is told as it is', (t) => {
  t.equal(parseIntelThrottleReason('reason_soc_avg_thermal'), 'soc avg thermal');
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
