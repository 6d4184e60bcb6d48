import { z } from 'zod';
import type { AuditUseCases } from '#application/audit/use-cases.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import { AuditChainNotFound } from '#domain/audit/errors.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  instantWire,
  pageQuery,
  pageWire,
  textWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const snapshot = z.record(z.string(), z.unknown()) as z.ZodType<Snapshot>;

const sequence = z.int().min(0).meta({ description: "The place in the tenant's chain, from 1." });
const hash = z.string().meta({
  description:
    'SHA-256, in hexadecimal, over the hash before, a line feed, and the entry in its canonical ' +
    'form (docs/audit.md).',
});

/** An audit entry on the wire. */
export const auditEntryWire = z
  .strictObject({
    id: idWire('aud'),
    sequence,
    hash,
    action: z.string().meta({ examples: ['customer.created'] }),
    resourceId: z.string(),
    actor: snapshot.meta({
      description: '`kind` is user, apiKey or system, with its id or name beside it.',
    }),
    requestId: z.string(),
    createdAt: instantWire,
    occurredAt: instantWire.optional().meta({
      description: 'When it happened, where that is not the instant at which it was recorded.',
    }),
    before: snapshot.nullable(),
    after: snapshot.nullable(),
  })
  .meta({ id: 'AuditEntry', description: 'Who did what to which thing, and when.' });

/** An entry by the names that the wire has for its type and its subject. */
export const auditEntryOnWire = ({ type, subjectId, ...entry }: AuditEntry) => ({
  ...entry,
  action: type,
  resourceId: subjectId,
});

const verified = {
  isIntact: z.boolean(),
  head: z.strictObject({ sequence, hash }).meta({ description: 'Where the chain ends.' }),
  firstBreach: z
    .strictObject({
      sequence,
      id: idWire('aud').nullable(),
      reason: z.enum(['missing', 'altered', 'inserted', 'head_missing']),
    })
    .nullable()
    .meta({ description: 'The first entry that is not what was written.' }),
};

const verification = z.strictObject(verified).meta({ id: 'AuditVerification' });

const lastVerification = z
  .strictObject({
    verification: z
      .strictObject({ ...verified, verifiedAt: instantWire })
      .nullable()
      .meta({ description: 'Null before the first.' }),
  })
  .meta({ id: 'LastAuditVerification' });

const listQuery = z.strictObject({
  ...pageQuery,
  resourceId: textWire(200).optional(),
  actorId: textWire(200)
    .optional()
    .meta({ description: 'A user, an API key, or the name of a program.' }),
  action: textWire(200).optional(),
  ...createdAtQuery,
});

const path = '/v1/audit-entries';
const tag = 'Audit';

/** Audit entries over HTTP. */
export const auditHttp: HttpModule<{ readonly audit: AuditUseCases }> = {
  endpoints: (useCases) => auditEndpoints(useCases.audit),
  operations: {
    listAuditEntries: {
      description: 'Lists who did what to which thing, when, and in which request.',
      query: { action: 'customer.created' },
    },
    verifyAuditEntries: {
      description: 'Computes the chain of hashes anew, compares, and stores the result.',
    },
    getLastAuditVerification: {
      description: 'Shows what the last verification found, and when: nothing is computed.',
    },
  },
  events: {},
};

const auditEndpoints = (audit: AuditUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listAuditEntries',
    summary: 'List what happened, newest first',
    tag,
    permission: audit.list.permission,
    query: listQuery,
    view: pageWire(auditEntryWire, 'AuditEntryPage'),
    handle: async ({ context, query: { action: type, resourceId: subjectId, ...query } }) => {
      const page = await audit.list.execute(context, withCreatedAt({ ...query, type, subjectId }));
      return asPage({ ...page, data: page.data.map(auditEntryOnWire) });
    },
  }),
  endpoint({
    method: 'get',
    path: `${path}/verification`,
    operationId: 'verifyAuditEntries',
    summary: 'Verify that all entries are what was written',
    description: 'Reads the whole chain: not for every minute.',
    tag,
    permission: audit.verify.permission,
    view: verification,
    errors: [AuditChainNotFound],
    handle: ({ context }) => audit.verify.execute(context, {}),
  }),
  endpoint({
    method: 'get',
    path: `${path}/verification/last`,
    operationId: 'getLastAuditVerification',
    summary: 'Show the last verification',
    tag,
    permission: audit.lastVerification.permission,
    view: lastVerification,
    handle: async ({ context }) => ({
      verification: (await audit.lastVerification.execute(context, {})) ?? null,
    }),
  }),
];
