import { serve } from '../../../src/host/helper/serve.js';

/** How many sizes were asked for, and what lets the stuck ones answer. */
let calls = 0;
let release: () => void = () => undefined;
const released = new Promise<void>((resolve) => (release = resolve));

if (process.send !== undefined) {
  await serve(() =>
    Promise.resolve({
      size: async (path: string) => {
        if (path === '/calls') return { total: calls };
        if (path === '/release') release();
        else calls += 1;
        if (path.startsWith('/stuck')) await released;
        return { total: 1 };
      },
    }),
  );
}
