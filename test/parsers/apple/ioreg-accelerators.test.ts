import t from 'tap';
import { parseIoregAccelerators } from '../../../src/parsers/apple/ioreg-accelerators.js';
import { neverThrows } from '../../helpers/parsers/parser-contract.js';

const head = '<?xml version="1.0"?><plist version="1.0">';
const silicon = `${head}<array><dict>
<key>IOClass</key><string>AGXAcceleratorG15X</string>
<key>model</key><string>Apple M3 Pro</string>
<key>gpu-core-count</key><integer>18</integer>
<key>PerformanceStatistics</key><dict>
<key>In use system memory (driver)</key><integer>0</integer>
<key>Alloc system memory</key><integer>4783898624</integer>
<key>Tiler Utilization %</key><integer>27</integer>
<key>Renderer Utilization %</key><integer>28</integer>
<key>Device Utilization %</key><integer>29</integer>
<key>In use system memory</key><integer>1154580480</integer>
</dict></dict></array></plist>`;
const unknown = {
  driver: null,
  model: null,
  cores: null,
  usage: null,
  rendererUsage: null,
  tilerUsage: null,
  allocatedMemory: null,
  usedMemory: null,
  ownMemoryUsed: null,
  ownMemoryFree: null,
  celsius: null,
  watts: null,
  fanRpm: null,
  graphicsMhz: null,
  memoryMhz: null,
};

t.test('the GPU of Apple silicon tells its load and its part of the memory', (t) => {
  t.strictSame(parseIoregAccelerators(silicon), [
    {
      ...unknown,
      driver: 'AGXAcceleratorG15X',
      model: 'Apple M3 Pro',
      cores: 18,
      usage: 29,
      rendererUsage: 28,
      tilerUsage: 27,
      allocatedMemory: 4783898624,
      usedMemory: 1154580480,
    },
  ]);
  t.end();
});

t.test('a card of an Intel Mac tells its own memory, and an idle one 0', (t) => {
  const card = `${head}<array><dict><key>IOClass</key><string>AMDRadeonX6000_AMDNavi14GraphicsAccelerator</string>
<key>PerformanceStatistics</key><dict><key>Device Utilization %</key><integer>0</integer>
<key>vramUsedBytes</key><integer>1</integer><key>vramFreeBytes</key><integer>3</integer>
<key>Temperature(C)</key><integer>45</integer><key>Total Power(W)</key><integer>17</integer></dict></dict></array></plist>`;
  t.strictSame(parseIoregAccelerators(card), [
    {
      ...unknown,
      driver: 'AMDRadeonX6000_AMDNavi14GraphicsAccelerator',
      usage: 0,
      ownMemoryUsed: 1,
      ownMemoryFree: 3,
      celsius: 45,
      watts: 17,
    },
  ]);
  t.end();
});

t.test('nothing printed is no GPU, anything else no list', (t) => {
  t.strictSame(parseIoregAccelerators('\n'), []);
  t.strictSame(parseIoregAccelerators(`${head}<array/></plist>`), []);
  t.strictSame(parseIoregAccelerators(`${head}<array><dict/></array></plist>`), [unknown]);
  t.equal(parseIoregAccelerators('ioreg: no such class'), null);
  t.equal(parseIoregAccelerators(`${head}<dict/></plist>`), null);
  t.end();
});

t.test('damaged text never throws', (t) => {
  neverThrows(t, parseIoregAccelerators, silicon);
  t.end();
});
