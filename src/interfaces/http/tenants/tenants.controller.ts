import { z } from 'zod';
import type { TenantUseCases } from '#application/tenants/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { tenantEventTypes } from '#domain/tenants/event-types.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  currencyWire,
  idWire,
  instantWire,
  nameWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire.ts';

/** A tenant on the wire. */
export const tenantWire = z
  .strictObject({
    id: idWire('ten'),
    version: versionWire,
    name: z.string(),
    defaultCurrency: currencyWire,
    timeZone: timeZoneWire,
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'Tenant', description: 'A company that uses Billing Service.' });

const tenantChanges = z
  .strictObject({
    name: nameWire.optional(),
    defaultCurrency: currencyWire.optional(),
    timeZone: timeZoneWire.optional(),
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
  { readonly tenant: TenantUseCases },
  (typeof tenantEventTypes)[number]
> = {
  endpoints: (useCases) => tenantEndpoints(useCases.tenant),
  operations: {
    getTenant: { description: 'Shows the tenant of the token, with its currency and time zone.' },
    updateTenant: {
      description: 'Changes the fields that are given, and leaves the others as they are.',
      body: { name: 'Acme Ltd', timeZone: 'Europe/Vienna' },
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
