import t from 'tap';
import { parsePciUevent } from '../../../src/parsers/pci/uevent.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const uevent =
  'DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:73BF\nPCI_SUBSYS_ID=1DA2:440E\nPCI_SLOT_NAME=0000:0C:00.0\n';

void t.test('driver, ids and slot are told, in lower case', (t) => {
  t.same(parsePciUevent(uevent), {
    driver: 'amdgpu',
    vendorId: '1002',
    deviceId: '73bf',
    slot: '0000:0c:00.0',
  });
  t.end();
});

void t.test('what is missing or malformed is null', (t) => {
  const nothing = { driver: null, vendorId: null, deviceId: null, slot: null };
  t.same(parsePciUevent(null), nothing);
  t.same(parsePciUevent(''), nothing);
  t.same(parsePciUevent('DRIVER=\nPCI_ID=1002\nPCI_SLOT_NAME=0c:00.0\n'), nothing);
  t.same(parsePciUevent('PCI_ID=1002:73BF'), { ...nothing, vendorId: '1002', deviceId: '73bf' });
  t.end();
});

void t.test('damaged input never throws', (t) => {
  neverThrows(t, parsePciUevent, uevent);
  t.end();
});
