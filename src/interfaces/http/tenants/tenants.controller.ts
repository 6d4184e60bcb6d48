import { z } from 'zod';
import type { TenantUseCases, TestClockUseCases } from '#application/tenants/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { tenantModes } from '#domain/shared/tenant-mode.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { tenantEventTypes } from '#domain/tenants/event-types.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { billingInputWire, billingWire } from '#interfaces/http/tenants/billing-wire.ts';
import { testClockEndpoints } from '#interfaces/http/tenants/test-clock.controller.ts';
import { usageInputWire, usageWire } from '#interfaces/http/tenants/usage-settings-wire.ts';
import {
  billingPolicyInputWire,
  billingPolicyWire,
} from '#interfaces/http/wire/billing-policy-wire.ts';
import {
  currencyWire,
  idWire,
  instantWire,
  nameWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

export const modeWire = z
  .enum(tenantModes)
  .meta({ description: 'Whether it bills for real, or tries things out on a clock of its own.' });

/** How a new tenant begins, where one is created. */
export const tenantStartInput = {
  mode: modeWire.optional().meta({ description: '`live` where nothing is said; never changes.' }),
  clockStartsAt: instantWire.optional().meta({
    description: 'Of a test tenant: when its clock starts; real time where nothing is said.',
  }),
  defaultCurrency: currencyWire.optional().meta({
    description: 'EUR where nothing is said; can be changed later.',
  }),
  timeZone: timeZoneWire.optional().meta({
    description: 'Whose days it bills by; UTC where nothing is said; can be changed later.',
  }),
};

/** A tenant on the wire. */
export const tenantWire = z
  .strictObject({
    id: idWire('ten'),
    version: versionWire,
    name: z.string(),
    mode: modeWire,
    defaultCurrency: currencyWire,
    timeZone: timeZoneWire,
    billing: billingWire,
    billingPolicy: billingPolicyWire,
    usage: usageWire,
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'Tenant', description: 'A company that uses Billing Service.' });

const tenantChanges = z
  .strictObject({
    name: nameWire.optional(),
    defaultCurrency: currencyWire.optional(),
    timeZone: timeZoneWire.optional(),
    billing: billingInputWire.nullish(),
    billingPolicy: billingPolicyInputWire
      .nullish()
      .meta({ description: 'Of agreements made from now on; null for `standard`.' }),
    usage: usageInputWire.nullish(),
  })
  .meta({ id: 'TenantChanges', description: 'What is absent stays.' });

const path = '/v1/tenant';
const tag = 'Tenant';

const subject = {
  prefix: 'ten',
  snapshot: tenantWire
    .omit({ createdAt: true, updatedAt: true })
    .meta({ id: 'TenantSnapshot', description: 'A tenant as events show it.' }),
} as const;

/** The tenant over HTTP. */
export const tenantHttp: HttpModule<
  { readonly tenant: TenantUseCases; readonly testClock: TestClockUseCases },
  (typeof tenantEventTypes)[number]
> = {
  endpoints: (useCases) => [
    ...tenantEndpoints(useCases.tenant),
    ...testClockEndpoints(useCases.testClock),
  ],
  operations: {
    getTenant: { description: 'Shows the tenant of the token, with its currency and time zone.' },
    updateTenant: {
      description: 'Changes the fields that are given, and leaves the others as they are.',
      body: {
        name: 'Acme Ltd',
        timeZone: 'Europe/Vienna',
        billing: {
          seller: {
            name: 'Acme Ltd',
            address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
            taxId: 'ATU12345678',
          },
          numberPrefix: 'ACME-',
          paymentTermDays: 14,
        },
        billingPolicy: { preset: 'standard', creditAs: 'balance' },
        usage: { maxAgeDays: 14, retentionDays: 730 },
      },
    },
    getTestClock: {
      description:
        'Shows the time of a test tenant, the progress of an advance, and the report of the last ' +
        'one. A live tenant has no clock: 409 `not_a_test_tenant`.',
    },
    advanceTestClock: {
      description:
        'Sends the clock of a test tenant on. All that falls due on the way is handled moment by ' +
        'moment, as it would be in real time; other writes of money are refused meanwhile with ' +
        '409 `test_clock_advancing`. Answers 200 where it is done at once, else 202: `GET` shows ' +
        'when it is. With an `Idempotency-Key` it is always 202.',
      body: { to: '2027-12-31T00:00:00Z' },
    },
  },
  events: { 'tenant.updated': ['The tenant was changed', subject, 'changed'] },
};

const tenantEndpoints = (tenant: TenantUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'getTenant',
    summary: 'Show your tenant',
    tag,
    permission: tenant.get.permission,
    view: tenantWire,
    etag: 'of-all',
    errors: [TenantNotFound],
    handle: ({ context }) => tenant.get.execute(context),
  }),
  endpoint({
    method: 'patch',
    path,
    operationId: 'updateTenant',
    summary: 'Change your tenant',
    tag,
    permission: tenant.update.permission,
    body: tenantChanges,
    view: tenantWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [TenantNotFound, VersionMismatch],
    handle: ({ context, version, body: changes }) =>
      tenant.update.execute(context, { version, changes }),
  }),
];
