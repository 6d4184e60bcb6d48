import { expect, test } from 'vitest';
import { serveHealth } from '#interfaces/http/server/health-server.ts';

test('a worker is alive while it runs, and ready while its storage is there', async () => {
  const state = { isAway: false, isDraining: false };
  const health = {
    ready: async () => {
      if (state.isAway) throw new Error('away');
    },
    isDraining: () => state.isDraining,
  };
  const served = await serveHealth(health, { port: 0, host: '127.0.0.1' });
  const ask = async () => {
    const answers = ['livez', 'readyz'].map((path) =>
      fetch(`http://127.0.0.1:${served.port}/${path}`),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  };

  expect(await ask()).toEqual([200, 200]);
  state.isAway = true;
  expect(await ask()).toEqual([200, 503]);
  Object.assign(state, { isAway: false, isDraining: true });
  expect(await ask()).toEqual([200, 503]);
  await served.stop();
});
