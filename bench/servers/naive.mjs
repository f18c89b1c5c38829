/**
 * What one would write in an afternoon: Fastify that asks systeminformation at every request. The argument is the port.
 */
import Fastify from 'fastify';
import si from 'systeminformation';

const domains = {
  cpu: async () => ({ ...(await si.cpu()), load: await si.currentLoad() }),
  memory: () => si.mem(),
  disk: () => si.fsSize(),
  network: () => si.networkStats('*'),
  gpu: () => si.graphics(),
};
const app = Fastify();
for (const [name, read] of Object.entries(domains)) app.get(`/stats/${name}`, read);
app.get('/stats', async () => {
  const parts = await Promise.all(Object.values(domains).map((read) => read()));
  return Object.fromEntries(Object.keys(domains).map((name, place) => [name, parts[place]]));
});
await app.listen({ port: Number(process.argv[2] ?? 0), host: '127.0.0.1' });
