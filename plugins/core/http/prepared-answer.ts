import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentCodings, preferredCoding, type ContentCoding } from './content-encoding.js';

/** What stands in the headers of a prepared answer. */
export interface AnswerHeaders {
  'content-type': string;
  'cache-control': string;
  'content-security-policy'?: string;
}

/** A new version of the service is a new page at once: a client asks each time whether what it has is still right. */
export const revalidated = 'no-cache';

/** Shorter bodies, in bytes, do not fit into fewer packets by being compressed. */
const worthwhile = 1_000;
/** Pictures but SVG are compressed already. */
const compressed = /^image\/(?!svg)/;

/** Of 1.7 MB a better one takes 2 s for a tenth less. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const encoders: Record<Exclude<ContentCoding, 'identity'>, (body: Buffer) => Promise<Buffer>> = {
  br: (body) => promisify(brotliCompress)(body, brotliOptions),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/**
 * An answer whose bytes are the same for all who ask, however many they are: made once, each coding of it when it is
 * first asked for, and never copied for a request.
 */
export class PreparedAnswer {
  readonly #body: Buffer;
  readonly #headers: AnswerHeaders;
  readonly #digest: string;
  readonly #offered: readonly ContentCoding[];
  readonly #encoded = new Map<ContentCoding, Promise<Buffer>>();

  constructor(body: string | Buffer, headers: AnswerHeaders) {
    this.#body = Buffer.from(body);
    this.#headers = headers;
    this.#digest = createHash('sha256').update(this.#body).digest('base64url').slice(0, 22);
    const isCompressible = this.#body.length >= worthwhile && !compressed.test(headers['content-type']);
    this.#offered = isCompressible ? contentCodings : ['identity'];
  }

  /** Answers in the coding that the request wants most: with 304 when its If-None-Match names just that. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const coding = preferredCoding(request.headers['accept-encoding'], this.#offered);
    const etag = `"${this.#digest}${coding === 'identity' ? '' : `-${coding}`}"`;
    varyBy(reply, 'Accept-Encoding');
    void reply.headers({ ...this.#headers, etag });
    if (names(request.headers['if-none-match'], etag)) {
      return reply.removeHeader('content-type').code(304).send();
    }
    if (coding === 'identity') return reply.send(this.#body);
    return reply.header('content-encoding', coding).send(await this.#encodedAs(coding));
  }

  #encodedAs(coding: Exclude<ContentCoding, 'identity'>): Promise<Buffer> {
    const known = this.#encoded.get(coding);
    if (known !== undefined) return known;
    const made = encoders[coding](this.#body);
    this.#encoded.set(coding, made);
    return made;
  }
}

/** Adds a request header to those that the answer depends on. */
export function varyBy(reply: FastifyReply, header: string): void {
  const known = [reply.getHeader('vary') ?? []].flat().map(String);
  void reply.header('vary', [...known, header].join(', '));
}

/** Whether an If-None-Match header names `etag`, which a proxy may have made a weak one. */
function names(header: string | undefined, etag: string): boolean {
  const known = header?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return known.includes(etag) || known.includes('*');
}
