import { z } from 'zod';
import type { TestClockUseCases } from '#application/tenants/use-cases.ts';
import { NotATestTenant, TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { instantWire } from '#interfaces/http/wire/wire.ts';

const count = z.int().min(0);

/** The clock of a test tenant on the wire. */
export const testClockWire = z
  .strictObject({
    now: instantWire.meta({ description: 'What time it is for all that the tenant bills.' }),
    status: z
      .enum(['ready', 'advancing'])
      .meta({ description: 'Whether it stands still, or is on its way.' }),
    target: instantWire
      .nullable()
      .meta({ description: 'Where the last advance leads or led; null before the first.' }),
    progress: z
      .strictObject({ done: count, total: count })
      .nullable()
      .meta({ description: 'Of the last advance, in days.' }),
    report: z
      .strictObject({ invoices: count.meta({ description: 'How many were issued on the way.' }) })
      .nullable()
      .meta({ description: 'What the last advance handled; null until it is over.' }),
  })
  .meta({ id: 'TestClock', description: 'The clock that a test tenant goes by.' });

const advanceBody = z
  .strictObject({
    to: instantWire.meta({ description: 'Where it is to stand: ahead, by ten years at most.' }),
  })
  .meta({ id: 'TestClockAdvance' });

// Who asks waits no longer; a worker does the rest.
const withinMilliseconds = 2_000;
const path = '/v1/test-clock';
const tag = 'Tenant';

/** The clock of the caller's test tenant, over HTTP. */
export const testClockEndpoints = (testClock: TestClockUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'getTestClock',
    summary: 'Show the clock of your test tenant',
    tag,
    permission: testClock.get.permission,
    view: testClockWire,
    errors: [NotATestTenant],
    handle: ({ context }) => testClock.get.execute(context),
  }),
  endpoint({
    method: 'post',
    path: `${path}/advance`,
    operationId: 'advanceTestClock',
    summary: 'Send the clock of your test tenant on',
    tag,
    permission: testClock.advance.permission,
    body: advanceBody,
    view: testClockWire,
    status: 202,
    isDone: ({ status }) => status === 'ready',
    errors: [NotATestTenant, TestClockAdvancing],
    handle: ({ context, body: { to } }) =>
      testClock.advance.execute(context, { to, withinMilliseconds }),
  }),
];
