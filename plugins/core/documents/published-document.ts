import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AnswerVariants } from '../http/answer-variants.js';
import { PreparedAnswer, revalidated } from '../http/prepared-answer.js';
import { originOf, prefixOf, publicUrl } from '../http/proxy.js';
import { serviceIndex } from './service-index.js';
import { swaggerUiDocument } from './swagger-ui/document.js';
import { yamlOf } from './yaml.js';

/** Addresses that are remembered at once; a document has a third of a megabyte. */
const addresses = 8;

const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': revalidated };
const yaml = { 'content-type': 'application/yaml; charset=utf-8', 'cache-control': revalidated };

/** What the routes of `app` say of themselves, prepared for all who ask; not before `app` is ready. */
export class PublishedDocument {
  readonly #app: FastifyInstance;
  readonly #documents = new AnswerVariants(2 * addresses);
  readonly #indexes = new AnswerVariants(addresses);
  #shown: PreparedAnswer | null = null;
  #yamlOfRoot: string | null = null;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  /** The OpenAPI document with the address that a trusted proxy gave to this service. */
  json(request: FastifyRequest): PreparedAnswer {
    return this.#json(publicUrl(request) ?? '/');
  }

  /** The same as YAML. */
  yaml(request: FastifyRequest): PreparedAnswer {
    return this.#yaml(publicUrl(request) ?? '/');
  }

  /** The document as Swagger UI needs it, the same for all: relative to itself, below /static/, "Execute" finds the routes. */
  shown(): PreparedAnswer {
    this.#shown ??= new PreparedAnswer(JSON.stringify(swaggerUiDocument(this.#app.swagger(), '../')), json);
    return this.#shown;
  }

  /** What `GET /` says to programs. */
  index(request: FastifyRequest): PreparedAnswer {
    const place = { origin: originOf(request), prefix: prefixOf(request) };
    return this.#indexes.get(place.origin + place.prefix, () => {
      return new PreparedAnswer(JSON.stringify(serviceIndex(this.#app, place)), json);
    });
  }

  #json(url: string): PreparedAnswer {
    return this.#documents.get(`json ${url}`, () => new PreparedAnswer(JSON.stringify(this.#at(url)), json));
  }

  #yaml(url: string): PreparedAnswer {
    return this.#documents.get(`yaml ${url}`, () => new PreparedAnswer(this.#yamlAt(url), yaml));
  }

  /** To write it takes a hundred times as long as to put another address in. */
  #yamlAt(url: string): string {
    this.#yamlOfRoot ??= yamlOf(this.#at('/'));
    return this.#yamlOfRoot.replace(`\n${yamlOf(at('/'))}`, () => `\n${yamlOf(at(url))}`);
  }

  /** The document of a service at `url`. */
  #at(url: string): object {
    return { ...this.#app.swagger(), ...at(url) };
  }
}

function at(url: string) {
  return { servers: [{ url }] };
}
