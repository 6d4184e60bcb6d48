import type { ServerResponse } from 'node:http';
import { beginListening } from '#interfaces/http/server/begin-listening.ts';
import { createTimedServer, timeLimits } from '#interfaces/http/server/timed-server.ts';

/** The health of a process without an API. */
export interface Health {
  /** Rejects while the storage is away. */
  readonly ready: () => Promise<void>;
  /** True from the moment that it is asked to stop. */
  readonly isDraining: () => boolean;
}

const settings = { port: 'HEALTH_PORT', host: 'HOST' } as const;

/**
 * Serves `/livez` and `/readyz` of a worker, as the API has them too, and nothing else.
 * @throws {CannotListen}
 */
export const serveHealth = async (
  { ready, isDraining }: Health,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly port: number; stop(): Promise<void> }> => {
  const isReady = async (): Promise<boolean> =>
    !isDraining() &&
    ready().then(
      () => true,
      () => false,
    );
  const answers: Readonly<Record<string, () => Promise<boolean>>> = {
    '/livez': async () => true,
    '/readyz': isReady,
  };
  const { server } = createTimedServer(timeLimits, (request, response) => {
    const isWell = answers[request.url?.split('?')[0] ?? ''];
    if (isWell === undefined) {
      response.writeHead(404).end();
      return;
    }
    void answer(response, isWell);
  });
  const found = await beginListening(server, { port, host, settings });
  return {
    port: found,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answer = async (response: ServerResponse, isWell: () => Promise<boolean>): Promise<void> => {
  const well = await isWell();
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (!well) response.setHeader('Retry-After', '5');
  response.writeHead(well ? 200 : 503);
  response.end(`{"status":"${well ? 'ok' : 'unavailable'}"}`);
};
