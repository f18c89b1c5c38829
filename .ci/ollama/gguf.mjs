/**
 * Model files made here, with random weights, in the format GGUF 3
 * (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): nothing is fetched, and the same seed gives the same
 * file. They say nothing sensible, but load, take memory and time, and generate as any model does.
 */
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
const uint = (value) => [types.uint32, u32(value)];
const float = (value) => [types.float32, f32(value)];
const flag = (value) => [types.bool, Buffer.from([value ? 1 : 0])];
const word = (value) => [types.text, text(value)];
const list = (type, write, values) => [
  types.list,
  Buffer.concat([u32(type), u64(values.length), ...values.map(write)]),
];

function bytes(length, write) {
  const buffer = Buffer.alloc(length);
  write(new DataView(buffer.buffer, buffer.byteOffset, length));
  return buffer;
}

/**
 * A model that writes: `layers`, `width` (of the embedding), `heads` of the attention and as many of keys and values,
 * `inner` (width of the feed-forward part), `context` in tokens. Its first dimension is a constant by which the
 * output forbids all but the printable ASCII, the end of a text too: a request ends by `num_predict` alone.
 */
export function writeWriter(path, { name, seed, layers, width, heads, inner, context }) {
  const tokens = ['<unk>', '<s>', '</s>', ...Array.from({ length: 256 }, (_, byte) => `<0x${hex(byte)}>`)];
  const kinds = tokens.map((_, index) => (index === 0 ? 2 : index < 3 ? 3 : 6));
  const settings = {
    ...common('llama', { name, layers, width, heads, inner, context }),
    'llama.attention.head_count_kv': uint(heads),
    'llama.attention.layer_norm_rms_epsilon': float(1e-5),
    'llama.rope.dimension_count': uint(width / heads),
    ...tokenizer('llama', tokens, kinds),
    'tokenizer.ggml.scores': list(types.float32, f32, Array(tokens.length).fill(0)),
    'tokenizer.ggml.bos_token_id': uint(1),
    'tokenizer.ggml.eos_token_id': uint(2),
    'tokenizer.ggml.unknown_token_id': uint(0),
  };
  const random = randomOf(seed);
  const isPrintable = (token) => token >= 3 + 0x20 && token < 3 + 0x7f;
  const embedding = (row, column) => (column === 0 ? 1 : small(random));
  const output = (token, column) => {
    if (!isPrintable(token)) return column === 0 ? -200 : 0;
    return column === 0 ? 0 : small(random);
  };
  const tensors = [
    plain('token_embd.weight', [width, tokens.length], embedding),
    plain('output_norm.weight', [width], () => 1),
    plain('output.weight', [width, tokens.length], output),
  ];
  for (let layer = 0; layer < layers; layer += 1) {
    const weight = (part, columns, rows, keepsFirst) =>
      weights(`blk.${layer}.${part}.weight`, [columns, rows], random, keepsFirst);
    tensors.push(
      plain(`blk.${layer}.attn_norm.weight`, [width], () => 1),
      plain(`blk.${layer}.ffn_norm.weight`, [width], () => 1),
      ...['attn_q', 'attn_k', 'attn_v'].map((part) => weight(part, width, width)),
      weight('attn_output', width, width, true),
      ...['ffn_gate', 'ffn_up'].map((part) => weight(part, width, inner)),
      weight('ffn_down', inner, width, true),
    );
  }
  write(path, settings, tensors);
}

/** A model that embeds, of the kind of BERT. */
export function writeEmbedder(path, { name, seed, layers, width, heads, inner, context }) {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const tokens = [...special, ...printable.map((one) => `\u2581${one}`), ...printable];
  const settings = {
    ...common('bert', { name, layers, width, heads, inner, context }),
    'bert.attention.layer_norm_epsilon': float(1e-12),
    'bert.attention.causal': flag(false),
    'bert.pooling_type': uint(1),
    ...tokenizer(
      'bert',
      tokens,
      tokens.map((_, index) => (index < special.length ? 3 : 1)),
    ),
    'tokenizer.ggml.pre': word('default'),
    'tokenizer.ggml.token_type_count': uint(2),
    'tokenizer.ggml.padding_token_id': uint(0),
    'tokenizer.ggml.unknown_token_id': uint(1),
    'tokenizer.ggml.cls_token_id': uint(2),
    'tokenizer.ggml.seperator_token_id': uint(3),
    'tokenizer.ggml.mask_token_id': uint(4),
  };
  const random = randomOf(seed);
  const any = () => small(random);
  const norm = (part) => [plain(`${part}.weight`, [width], () => 1), plain(`${part}.bias`, [width], () => 0)];
  const tensors = [
    plain('token_embd.weight', [width, tokens.length], any),
    plain('position_embd.weight', [width, context], any),
    plain('token_types.weight', [width, 2], any),
    ...norm('token_embd_norm'),
  ];
  for (let layer = 0; layer < layers; layer += 1) {
    const linear = (part, columns, rows) => [
      weights(`blk.${layer}.${part}.weight`, [columns, rows], random),
      plain(`blk.${layer}.${part}.bias`, [rows], () => 0),
    ];
    tensors.push(
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((part) => linear(part, width, width)),
      ...norm(`blk.${layer}.attn_output_norm`),
      ...norm(`blk.${layer}.layer_output_norm`),
      ...linear('ffn_up', width, inner),
      ...linear('ffn_down', inner, width),
    );
  }
  write(path, settings, tensors);
}

function common(architecture, { name, layers, width, heads, inner, context }) {
  return {
    'general.architecture': word(architecture),
    'general.name': word(name),
    'general.file_type': uint(1),
    [`${architecture}.context_length`]: uint(context),
    [`${architecture}.embedding_length`]: uint(width),
    [`${architecture}.block_count`]: uint(layers),
    [`${architecture}.feed_forward_length`]: uint(inner),
    [`${architecture}.attention.head_count`]: uint(heads),
  };
}

function tokenizer(model, tokens, kinds) {
  return {
    'tokenizer.ggml.model': word(model),
    'tokenizer.ggml.tokens': list(types.text, text, tokens),
    'tokenizer.ggml.token_type': list(types.int32, u32, kinds),
  };
}

function hex(byte) {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

function plain(name, shape, valueAt) {
  const [columns, rows = 1] = shape;
  return {
    name,
    shape,
    type: tensorTypes.f32,
    length: columns * rows * 4,
    bytes: () => floats(columns, rows, valueAt),
  };
}

function floats(columns, rows, valueAt) {
  const values = new Float32Array(columns * rows);
  for (let at = 0; at < values.length; at += 1) values[at] = valueAt(Math.floor(at / columns), at % columns);
  return Buffer.from(values.buffer);
}

/** Random weights; with `keepsFirst` the first row is nothing, so that the first dimension stays as it was. */
function weights(name, shape, random, keepsFirst = false) {
  const [columns, rows] = shape;
  const make = () => {
    const pairs = new Int32Array((columns * rows) / 2);
    for (let at = keepsFirst ? columns / 2 : 0; at < pairs.length; at += 1)
      pairs[at] = (random() & free) | fixed;
    return Buffer.from(pairs.buffer);
  };
  return { name, shape, type: tensorTypes.f16, length: columns * rows * 2, bytes: make };
}

function write(path, settings, tensors) {
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
function randomOf(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

function small(random) {
  return (random() / 2 ** 31) * 0.0866;
}
