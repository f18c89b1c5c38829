/** The file format GGUF 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): settings and tensors. */
import { closeSync, openSync, writeSync } from 'node:fs';

const alignment = 32;
const types = { uint32: 4, float32: 6, bool: 7, text: 8, list: 9, int32: 5 };
const tensorTypes = { f32: 0, f16: 1 };
/**
 * Of two numbers in half precision their signs and fractions, which are random, and their exponents, which make them
 * 0.03 to 0.06. Quantized weights would be smaller, but are multiplied by instructions that not every processor has.
 */
const [free, fixed] = [0x83ff83ff, 0x28002800];

const u32 = (value) => bytes(4, (view) => view.setUint32(0, value, true));
const u64 = (value) => bytes(8, (view) => view.setBigUint64(0, BigInt(value), true));
const f32 = (value) => bytes(4, (view) => view.setFloat32(0, value, true));
const text = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
/** Settings, each with its type. */
export const uint = (value) => [types.uint32, u32(value)];
export const float = (value) => [types.float32, f32(value)];
export const flag = (value) => [types.bool, Buffer.from([value ? 1 : 0])];
export const word = (value) => [types.text, text(value)];
export const words = (values) => list(types.text, text, values);
export const wholes = (values) => list(types.int32, u32, values);
export const floats = (values) => list(types.float32, f32, values);

function list(type, write, values) {
  return [types.list, Buffer.concat([u32(type), u64(values.length), ...values.map(write)])];
}

function bytes(length, write) {
  const buffer = Buffer.alloc(length);
  write(new DataView(buffer.buffer, buffer.byteOffset, length));
  return buffer;
}

/** A tensor of full precision whose every value `valueAt` tells by row and column. */
export function plain(name, shape, valueAt) {
  const [columns, rows = 1] = shape;
  return {
    name,
    shape,
    type: tensorTypes.f32,
    length: columns * rows * 4,
    bytes: () => valuesOf(columns, rows, valueAt),
  };
}

function valuesOf(columns, rows, valueAt) {
  const values = new Float32Array(columns * rows);
  for (let at = 0; at < values.length; at += 1) values[at] = valueAt(Math.floor(at / columns), at % columns);
  return Buffer.from(values.buffer);
}

/** Random weights; with `keepsFirst` the first row is nothing, so that the first dimension stays as it was. */
export function weights(name, shape, random, keepsFirst = false) {
  const [columns, rows] = shape;
  const make = () => {
    const pairs = new Int32Array((columns * rows) / 2);
    for (let at = keepsFirst ? columns / 2 : 0; at < pairs.length; at += 1)
      pairs[at] = (random() & free) | fixed;
    return Buffer.from(pairs.buffer);
  };
  return { name, shape, type: tensorTypes.f16, length: columns * rows * 2, bytes: make };
}

/** Writes a model file. */
export function writeGguf(path, settings, tensors) {
  const keys = Object.entries(settings).map(([key, [type, value]]) =>
    Buffer.concat([text(key), u32(type), value]),
  );
  let offset = 0;
  const infos = tensors.map(({ name, shape, type, length }) => {
    const info = Buffer.concat([text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)]);
    offset += padded(length);
    return info;
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(keys.length),
    ...keys,
    ...infos,
  ]);
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.concat([head, Buffer.alloc(padded(head.length) - head.length)]));
    for (const { bytes: make, length } of tensors) {
      writeSync(file, Buffer.concat([make(), Buffer.alloc(padded(length) - length)]));
    }
  } finally {
    closeSync(file);
  }
}

function padded(length) {
  return Math.ceil(length / alignment) * alignment;
}

/** Xorshift: 32 bits at a time, the same ones for the same seed. */
export function randomOf(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

/** A number with the spread of the weights. */
export function small(random) {
  return (random() / 2 ** 31) * 0.0866;
}
