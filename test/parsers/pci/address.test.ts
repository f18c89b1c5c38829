import t from 'tap';
import { parsePciAddress } from '../../../src/parsers/pci/address.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

void t.test('an address takes the form of Linux', (t) => {
  t.equal(parsePciAddress('00000000:0C:00.0'), '0000:0c:00.0');
  t.equal(parsePciAddress(' 0000:01:1f.7\n'), '0000:01:1f.7');
  t.equal(parsePciAddress('00010000:01:00.0'), '10000:01:00.0', 'a domain beyond the usual keeps its digits');
  t.end();
});

void t.test('what is no address is null', (t) => {
  for (const text of ['', '01:00.0', '0000:01:00', '0000:01:00.8', '0000:zz:00.0', '[N/A]'])
    t.equal(parsePciAddress(text), null, text);
  neverThrows(t, parsePciAddress, '00000000:0C:00.0');
  t.end();
});
