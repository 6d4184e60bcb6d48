import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** The body of a webhook, and the id that it came under. */
export interface ToldEvent {
  readonly id: string;
  readonly resourceId: string;
}

/** Takes webhooks and answers 200, for as long as the tests of the file that calls it run. */
export const webhookReceiver = () => {
  let [server, port]: [Server | undefined, number] = [undefined, 0];
  const told: ToldEvent[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const { data } = JSON.parse(body) as { data: { resourceId: string } };
        told.push({ id: String(request.headers['webhook-id']), resourceId: data.resourceId });
        response.writeHead(200).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });
  return { told, url: () => `http://127.0.0.1:${port}/hooks` };
};
