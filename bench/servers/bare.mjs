/**
 * The measure of what is possible: Fastify alone, one route for each body in the file named first, which are constant.
 * The second argument is the port.
 */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const [file = '', port = '0'] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(file, 'utf8'));
const app = Fastify();
for (const [path, { type, body }] of Object.entries(bodies)) {
  app.get(path, (_, reply) => {
    reply.header('content-type', type).send(body);
  });
}
await app.listen({ port: Number(port), host: '127.0.0.1' });
