import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AnswerVariants } from '../http/answer-variants.js';
import { PreparedAnswer, revalidated } from '../http/prepared-answer.js';
import { originOf, prefixOf, publicUrl } from '../http/proxy.js';
import { serviceIndex } from './service-index.js';
import { swaggerUiDocument } from './swagger-ui/document.js';

/** Addresses that are remembered at once; a document has a third of a megabyte. */
const addresses = 8;

const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': revalidated };
const yaml = { 'content-type': 'application/yaml; charset=utf-8', 'cache-control': revalidated };

interface Written {
  json: string;
  yaml: string;
  shown: PreparedAnswer;
}

/** What the routes of `app` say of themselves, prepared for all who ask; not before `app` is ready. */
export class PublishedDocument {
  readonly #app: FastifyInstance;
  readonly #documents = new AnswerVariants(2 * addresses);
  readonly #indexes = new AnswerVariants(addresses);
  #written: Written | null = null;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  /** Writes the document now, which takes some time, rather than when it is first asked for. */
  prepare(): Written {
    if (this.#written !== null) return this.#written;
    const document = this.#app.swagger();
    // Relative to itself, below /static/: "Execute" finds the routes wherever a proxy put them.
    const shown = new PreparedAnswer(JSON.stringify(swaggerUiDocument(document, '../')), json);
    this.#written = { json: JSON.stringify(document), yaml: this.#app.swagger({ yaml: true }), shown };
    return this.#written;
  }

  /** The OpenAPI document with the address that a trusted proxy gave to this service. */
  json(request: FastifyRequest): PreparedAnswer {
    const url = publicUrl(request) ?? '/';
    const written = `"servers":[{"url":${JSON.stringify(url)}}]`;
    return this.#documents.get(`json ${url}`, () => {
      return new PreparedAnswer(replaced(this.prepare().json, '"servers":[{"url":"/"}]', written), json);
    });
  }

  /** The same as YAML. The address is a line of its own, and is of plain characters. */
  yaml(request: FastifyRequest): PreparedAnswer {
    const url = publicUrl(request) ?? '/';
    const written = `servers:\n  - url: ${url}\n`;
    return this.#documents.get(`yaml ${url}`, () => {
      return new PreparedAnswer(replaced(this.prepare().yaml, 'servers:\n  - url: /\n', written), yaml);
    });
  }

  /** The document as Swagger UI needs it, the same for all. */
  shown(): PreparedAnswer {
    return this.prepare().shown;
  }

  /** What `GET /` says to programs. */
  index(request: FastifyRequest): PreparedAnswer {
    const place = { origin: originOf(request), prefix: prefixOf(request) };
    return this.#indexes.get(place.origin + place.prefix, () => {
      return new PreparedAnswer(JSON.stringify(serviceIndex(this.#app, place)), json);
    });
  }
}

function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`the document has no ${JSON.stringify(part)}`);
  return text.replace(part, () => by);
}
