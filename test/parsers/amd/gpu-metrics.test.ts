import t from 'tap';
import { parseGpuMetrics } from '../../../src/parsers/amd/gpu-metrics.js';
import { numbersIn } from '../../helpers/parsers/garbled.js';

/** A structure of `size` bytes: the header, then 16-bit values at their offsets, all else 0. */
function structure(size: number, format: number, content: number, values: Record<number, number> = {}) {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint16(0, size, true);
  view.setUint8(2, format);
  view.setUint8(3, content);
  for (const [offset, value] of Object.entries(values)) view.setUint16(Number(offset), value, true);
  return new Uint8Array(view.buffer);
}

void t.test('version 1.3 tells how busy the memory is and what holds the clocks down', (t) => {
  // Bits 0 (power), 34 (memory temperature).
  t.same(parseGpuMetrics(structure(120, 1, 3, { 18: 21, 112: 1, 116: 1 << 2 })), {
    size: 120,
    format: 1,
    content: 3,
    memoryActivity: 21,
    throttleStatus: 1n | (1n << 34n),
  });
  t.equal(parseGpuMetrics(structure(120, 1, 3))?.throttleStatus, 0n);
  t.end();
});

void t.test('all ones mean that a value is not told', (t) => {
  const ones = { 18: 0xffff, 112: 0xffff, 114: 0xffff, 116: 0xffff, 118: 0xffff };
  t.match(parseGpuMetrics(structure(120, 1, 3, ones)), { memoryActivity: null, throttleStatus: null });
  t.equal(parseGpuMetrics(structure(120, 1, 3, { 18: 4242 }))?.memoryActivity, 4242, 'to be refused as such');
  t.end();
});

void t.test('other layouts are read at their own places, unknown ones only by their header', (t) => {
  t.equal(parseGpuMetrics(structure(300, 1, 5, { 14: 7, 18: 99 }))?.memoryActivity, 7);
  t.equal(parseGpuMetrics(structure(128, 2, 2, { 120: 0, 122: 1 }))?.throttleStatus, 1n << 16n);
  const header = { memoryActivity: null, throttleStatus: null };
  t.same(parseGpuMetrics(structure(264, 3, 0)), { size: 264, format: 3, content: 0, ...header });
  t.same(parseGpuMetrics(structure(120, 2, 1)), { size: 120, format: 2, content: 1, ...header });
  t.same(parseGpuMetrics(structure(500, 9, 9)), { size: 500, format: 9, content: 9, ...header });
  t.end();
});

void t.test('a structure that ends before a value does not have it', (t) => {
  t.same(parseGpuMetrics(structure(100, 1, 3, { 18: 21 })), {
    size: 100,
    format: 1,
    content: 3,
    memoryActivity: 21,
    throttleStatus: null,
  });
  t.end();
});

void t.test('empty, truncated and absent files give null; bytes after the end do not matter', (t) => {
  t.equal(parseGpuMetrics(null), null);
  t.equal(parseGpuMetrics(new Uint8Array(0)), null);
  t.equal(parseGpuMetrics(structure(120, 1, 3).subarray(0, 119)), null);
  t.equal(parseGpuMetrics(new Uint8Array(64)), null, 'a size of 0');
  const padded = new Uint8Array(4096);
  padded.set(structure(120, 1, 3, { 18: 5 }), 0);
  t.equal(parseGpuMetrics(padded)?.memoryActivity, 5);
  const within = new Uint8Array(200);
  within.set(structure(120, 1, 3, { 18: 5 }), 33);
  t.equal(parseGpuMetrics(within.subarray(33))?.memoryActivity, 5, 'a view into a larger buffer');
  t.end();
});

void t.test('random bytes never throw, and numbers are finite', (t) => {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  for (let round = 0; round < 2000; round += 1) {
    const bytes = Uint8Array.from({ length: random() }, random);
    if (round % 2 === 0 && bytes.length > 4) bytes.set([bytes.length, 0, random() % 4, random() % 6]);
    const values = parseGpuMetrics(bytes);
    if (!numbersIn(values).every(Number.isFinite)) t.fail('a number is not finite', { bytes });
  }
  t.pass('survived');
  t.end();
});
