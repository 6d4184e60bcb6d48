import { expect, test } from 'vitest';
import { BillingProgram, freePort } from '../../support/billing-program.ts';
import { freshDatabase } from '../../support/database.ts';
import { call, createTenant } from '../../support/http-caller.ts';

const fresh = freshDatabase();
const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url() }));

/** A server, and where its metrics are. */
const measured = async () => {
  const port = await freePort();
  const { url } = await program.serve({ METRICS_PORT: String(port), WORKER: 'off' });
  const metrics = `http://127.0.0.1:${port}`;
  const scrape = async (): Promise<string> => (await fetch(`${metrics}/metrics`)).text();
  return { url, metrics, scrape };
};

let count = 0;
const signedUp = (url: string): Promise<string> => {
  count += 1;
  return createTenant(url, `ada-${count}@acme.example`);
};

test('requests are measured by the template of their route, never by their URL', async () => {
  const { url, scrape } = await measured();
  const token = await signedUp(url);
  const customers = ['cus_01m83ebrp2eww9q2pn3f09b908', 'cus_01m83ebrp2eww9q2pn3f09b909'];
  for (const id of customers) await call(`${url}/v1/customers/${id}`, { token });
  await call(`${url}/nowhere/at-all`);
  await fetch(url, { method: 'PROPFIND' });

  const text = await scrape();

  const counted = (method: string, route: string, status: number): number => {
    const labels = `{method="${method}",route="${route}",status="${status}"}`;
    const line = `http_request_duration_seconds_count${labels} `;
    return Number(
      text
        .split('\n')
        .find((each) => each.startsWith(line))
        ?.slice(line.length),
    );
  };
  expect(counted('POST', '/v1/auth/signup', 201)).toBe(1);
  expect(counted('GET', '/v1/customers/{customerId}', 404)).toBe(2);
  expect(counted('GET', 'none', 404)).toBe(1);
  expect(text).toContain('http_request_duration_seconds_bucket{le="0.25",method="POST"');
  expect(text).not.toMatch(/cus_|nowhere|PROPFIND/);
});

test('the pool, the queues, the event loop and the process are told of', async () => {
  const { url, scrape } = await measured();
  const token = await signedUp(url);
  const body = { url: 'https://hooks.acme.example/', eventTypes: ['*'] };
  expect((await call(`${url}/v1/webhook-endpoints`, { token, body })).status).toBe(201);
  const usage = { events: [{ id: 'lost', type: 'call', customerExternalId: 'nobody', data: {} }] };
  expect((await call(`${url}/v1/usage-events`, { token, body: usage })).status).toBe(200);
  const named = { events: [{ id: 'lost' }] };
  const cancelling = await call(`${url}/v1/usage-events/cancel`, { token, body: named });
  expect(cancelling.status).toBe(200);

  const text = await scrape();

  const value = (name: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length),
    );
  const pool = (state: string) => value(`billing_db_pool_connections{state="${state}"}`);
  expect(pool('busy') + pool('idle')).toBeGreaterThan(0);
  expect(pool('waiting')).toBe(0);
  const jobs = (queue: string, state: string) =>
    value(`billing_queue_jobs{queue="${queue}",state="${state}"}`);
  const events = (state: string) =>
    value(`billing_subscriber_backlog{subscriber="webhooks",state="${state}"}`);
  // Nobody delivers: what the new endpoint may hear of is there.
  expect(events('waiting')).toBeGreaterThan(0);
  expect([events('set_aside'), events('dead')]).toEqual([0, 0]);
  expect([jobs('webhook-delivery', 'ready'), jobs('webhook-delivery', 'deferred')]).toEqual([0, 0]);
  expect(value('billing_subscriber_lag_seconds{subscriber="webhooks"}')).toBeGreaterThan(0);
  expect(value('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(value('billing_usage_events_total{outcome="refused"}')).toBe(1);
  expect(value('billing_usage_events_total{outcome="accepted"}')).toBe(0);
  expect(value('billing_usage_cancellations_total{outcome="refused"}')).toBe(1);
  expect(text).toContain('# TYPE billing_job_failures_total counter');
});

test('they have a port of their own, and nothing else is there', async () => {
  const { url, metrics } = await measured();

  const served = await fetch(`${metrics}/metrics?name=x`);
  const elsewhere = await Promise.all(
    ['/', '/metrics/', '/metrics2', '/livez', '/v1/customers', '/openapi.json'].map((path) =>
      fetch(`${metrics}${path}`),
    ),
  );
  const main = await call<{ code: string }>(`${url}/metrics`);

  expect(served.status).toBe(200);
  expect(served.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(elsewhere.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  expect([main.status, main.body.code]).toEqual([404, 'route_not_found']);
});

test('a worker serves them too, and without a port nobody does', async () => {
  const port = await freePort();
  const scraped = () => fetch(`http://127.0.0.1:${port}/metrics`).then(({ status }) => status);

  const silent = await program.work();
  await expect(scraped()).rejects.toThrow('fetch failed');
  silent.child.kill('SIGTERM');
  await silent.ended;
  await program.work({ METRICS_PORT: String(port) });

  expect(await scraped()).toBe(200);
});
