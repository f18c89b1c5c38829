/**
 * Many clients of a stream in one process of their own: told to open so many and then to count for some seconds.
 */
import { once } from 'node:events';
import { connect } from 'node:net';

const streams = [];

process.on('message', (/** @type {any} */ order) => {
  void (order.open === undefined ? counted(order.seconds) : opened(order)).then((told) =>
    process.send?.(told),
  );
});
process.on('disconnect', () => process.exit());

async function opened({ port, path, headers, open }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join('')}\r\n`;
  while (streams.length < open) {
    const group = Array.from({ length: Math.min(100, open - streams.length) }, async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(request);
      const [first] = await once(socket, 'data');
      const state = { frames: 0, bytes: 0, isClosed: false, status: first.latin1Slice(9, 12) };
      socket.on('data', (bytes) => {
        state.bytes += bytes.length;
        if (bytes.includes('\nid: ') || bytes.includes('event: ')) state.frames += 1;
      });
      socket.on('error', () => undefined).on('close', () => (state.isClosed = true));
      return state;
    });
    streams.push(...(await Promise.all(group)));
  }
  return { wrong: streams.filter(({ status }) => status !== '200').length };
}

async function counted(seconds) {
  for (const one of streams) Object.assign(one, { frames: 0, bytes: 0 });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const frames = streams.map((one) => one.frames);
  return {
    least: Math.min(...frames),
    most: Math.max(...frames),
    bytes: streams.reduce((sum, one) => sum + one.bytes, 0),
    cut: streams.filter(({ isClosed }) => isClosed).length,
  };
}
