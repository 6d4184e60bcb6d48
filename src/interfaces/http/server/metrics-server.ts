import { beginListening } from '#interfaces/http/server/begin-listening.ts';
import { createTimedServer, timeLimits } from '#interfaces/http/server/timed-server.ts';

/** The source of the metrics. */
export interface MetricsSource {
  readonly contentType: string;
  text(): Promise<string>;
}

const settings = { port: 'METRICS_PORT', host: 'METRICS_HOST' } as const;

/**
 * Serves `/metrics`, and nothing else, on a port that the world does not see.
 * @throws {CannotListen}
 */
export const serveMetrics = async (
  metrics: MetricsSource,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly port: number; stop(): Promise<void> }> => {
  const { server } = createTimedServer(timeLimits, (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
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
