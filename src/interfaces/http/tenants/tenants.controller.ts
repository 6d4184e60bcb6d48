import { z } from 'zod';
import type { TenantUseCases } from '#application/tenants/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { tenantModes } from '#domain/shared/tenant-mode.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { billingInputWire, billingWire } from '#interfaces/http/tenants/billing-wire.ts';
import {
  currencyWire,
  idWire,
  instantWire,
  nameWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire.ts';

export const modeWire = z
  .enum(tenantModes)
  .meta({ description: 'Whether it bills for real, or tries things out on a clock of its own.' });

/** What kind of tenant is created, where it is created. */
export const modeInput = {
  mode: modeWire.optional().meta({ description: '`live` where nothing is said; never changes.' }),
  clockStartsAt: instantWire.optional().meta({
    description: 'Of a test tenant: when its clock starts; real time where nothing is said.',
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
  })
  .meta({ id: 'TenantChanges', description: 'What is absent stays.' });

const path = '/v1/tenant';
const tag = 'Tenant';

/** The caller's tenant over HTTP. */
export const tenantEndpoints = (tenant: TenantUseCases): readonly Endpoint[] => [
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
