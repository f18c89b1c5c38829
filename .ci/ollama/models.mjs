/**
 * Models made here, with random weights: nothing is fetched, and the same seed gives the same file. They say nothing
 * sensible, but load, take memory and time, and write as any model does.
 */
import {
  flag,
  float,
  floats,
  plain,
  randomOf,
  small,
  uint,
  weights,
  wholes,
  word,
  words,
  writeGguf,
} from './gguf.mjs';

/** Tokens that a model can take. */
export const context = 8_192;
const writers = { layers: 8, width: 768, heads: 12, inner: 2_048, context };

/** What is made of each model; `heavy` takes its time to load, `second` is what `writer` becomes when created anew. */
export const models = {
  writer: (path) => writeWriter(path, { name: 'writer', seed: 11, ...writers }),
  second: (path) => writeWriter(path, { name: 'second', seed: 12, ...writers }),
  heavy: (path) =>
    writeWriter(path, {
      name: 'heavy',
      seed: 13,
      ...writers,
      layers: 8,
      width: 2_048,
      heads: 16,
      inner: 4_096,
    }),
  embedder: (path) =>
    writeEmbedder(path, {
      name: 'embedder',
      seed: 14,
      layers: 6,
      width: 384,
      heads: 12,
      inner: 1_536,
      context: 512,
    }),
};

/**
 * A model that writes: `layers`, `width` (of the embedding), `heads` of the attention and as many of keys and values,
 * `inner` (width of the feed-forward part), `context` in tokens. Its first dimension is a constant by which the
 * output forbids all but the printable ASCII, the end of a text too: a request ends by `num_predict` alone.
 */
function writeWriter(path, { name, seed, layers, width, heads, inner, context }) {
  const tokens = ['<unk>', '<s>', '</s>', ...Array.from({ length: 256 }, (_, byte) => `<0x${hex(byte)}>`)];
  const kinds = tokens.map((_, index) => (index === 0 ? 2 : index < 3 ? 3 : 6));
  const settings = {
    ...common('llama', { name, layers, width, heads, inner, context }),
    'llama.attention.head_count_kv': uint(heads),
    'llama.attention.layer_norm_rms_epsilon': float(1e-5),
    'llama.rope.dimension_count': uint(width / heads),
    ...tokenizer('llama', tokens, kinds),
    'tokenizer.ggml.scores': floats(Array(tokens.length).fill(0)),
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
  writeGguf(path, settings, tensors);
}

/** A model that embeds, of the kind of BERT. */
function writeEmbedder(path, { name, seed, layers, width, heads, inner, context }) {
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
  writeGguf(path, settings, tensors);
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
    'tokenizer.ggml.tokens': words(tokens),
    'tokenizer.ggml.token_type': wholes(kinds),
  };
}

function hex(byte) {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
