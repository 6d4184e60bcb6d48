import { z } from 'zod';
import type { AccountUseCases } from '#application/identity/use-cases.ts';
import { SessionNotFound } from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { idWire, instantWire } from '#interfaces/http/wire/wire.ts';

const session = z
  .strictObject({
    id: idWire('ses'),
    isCurrent: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
    client: z.strictObject({
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
    }),
    lastUsedAt: instantWire,
    expiresAt: instantWire,
    createdAt: instantWire,
  })
  .meta({ id: 'Session', description: 'One sign-in of yours to this tenant.' });

const sessions = z.strictObject({ data: z.array(session) }).meta({ id: 'Sessions' });

const tag = 'Auth';

/** The caller's own sessions, over HTTP. */
export const sessionEndpoints = (account: AccountUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/auth/sessions',
    operationId: 'listSessions',
    summary: 'List your open sessions in this tenant, newest first',
    tag,
    permission: account.listSessions.permission,
    view: sessions,
    handle: async ({ context }) => ({ data: [...(await account.listSessions.execute(context))] }),
  }),
  endpoint({
    method: 'delete',
    path: '/v1/auth/sessions/{sessionId}',
    operationId: 'endSession',
    summary: 'End one of your sessions',
    description: `Its refresh token is void at once. Its access token lives out its few minutes for
reads and ordinary writes.`,
    tag,
    permission: account.endSession.permission,
    params: z.strictObject({ sessionId: idWire('ses') }),
    errors: [SessionNotFound, VersionMismatch],
    handle: ({ context, params: { sessionId } }) =>
      account.endSession.execute(context, { sessionId }),
  }),
];
