import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { MetricsText } from '../../../schemas/metrics.js';
import { contentTypes } from '../../../src/exposition/format.js';
import type { Shown } from '../../../src/sampling/catalogue.js';
import { noQuery, requestProblems } from '../../core/domain/data-route.js';
import { varyBy } from '../../core/http/prepared-answer.js';
import { withinTimeout } from '../../core/domain/timeout.js';
import { formatFor } from './format.js';
import { MetricsPage } from './page.js';

/** `/metrics`: everything that is measured, for Prometheus and all that reads what Prometheus reads. */
export const metrics = fp(
  (app, _, done) => {
    const { catalogue, clock } = app.monitor;
    const measured = () => catalogue.all().filter((entry) => entry.metrics !== undefined);
    const page = new MetricsPage(app.monitor, app.log);
    const currentOf = async (timeout: number) => {
      const pairs = measured().map(
        async (entry) => [entry.name, await withinTimeout(clock, entry, timeout)] as const,
      );
      return new Map<string, Shown>(await Promise.all(pairs));
    };
    const text = { schema: MetricsText };
    app.get(
      '/metrics',
      {
        schema: {
          operationId: 'getMetrics',
          summary: 'Everything as metrics, for Prometheus',
          description:
            "In Prometheus's text format or, where Accept prefers it, as OpenMetrics 1.0. The host under the names of " +
            'node_exporter, GPUs under `sysmon_gpu_…` (and with SYSMON_METRICS_COMPAT under those of other exporters), ' +
            'Ollama under `ollama_…`. What is not known is left out. A domain that does not answer in time is left ' +
            'out too and has `sysmon_domain_up` 0; the answer is 200 all the same.',
          tags: ['Overview'],
          querystring: noQuery,
          response: {
            200: {
              description: 'The metrics.',
              content: { [mediaType('prometheus')]: text, [mediaType('openmetrics')]: text },
            },
            ...requestProblems,
          },
        },
      },
      async (request, reply) => {
        const format = formatFor(request.headers.accept);
        const bytes = page.recent(format) ?? page.bytes(await currentOf(timeoutOf(request)), format);
        varyBy(reply, 'Accept');
        return reply
          .header('content-type', contentTypes[format])
          .repeatWith(() => {
            const recent = page.recent(format);
            return recent === null ? null : { content: recent, length: String(recent.length) };
          })
          .send(bytes);
      },
    );
    done();
  },
  { name: 'views/metrics', dependencies: ['guard', 'host'] },
);

/** Without parameters, as a document names it. */
function mediaType(format: keyof typeof contentTypes): string {
  return contentTypes[format].split(';', 1).join();
}

/** How long one slow domain may hold up the others, ms. */
const usualTimeout = 2_000;
const longestTimeout = 5_000;
/** What an answer needs beside waiting, ms. */
const reserve = 500;

/** Prometheus says after how many seconds it gives up; a card that is woken may need more than the usual time. */
function timeoutOf({ headers }: FastifyRequest): number {
  const announced = Number(headers['x-prometheus-scrape-timeout-seconds'] ?? NaN) * 1000;
  if (!(announced > 0)) return usualTimeout;
  return Math.max(reserve, Math.min(longestTimeout, announced - reserve));
}
