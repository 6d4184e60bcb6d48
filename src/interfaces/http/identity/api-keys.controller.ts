import { z } from 'zod';
import type { ApiKeyUseCases } from '#application/identity/use-cases.ts';
import {
  keyOverlapSeconds,
  keyPermissions,
  parseKeyPermissions,
  parseOverlap,
} from '#domain/identity/api-key.ts';
import { ApiKeyNotFound, KeyExceedsCaller, RightsExceeded } from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { permissions } from '#domain/shared/permissions.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { boundedText } from '#interfaces/http/request/bounded.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  instantWire,
  listWire,
  nameWire,
  pageQuery,
  pageWire,
  validatedBy,
  versionWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const permissionLengthMax = 64;

const permissionsWire = validatedBy<string[], Permission[]>(
  z.array(boundedText(permissionLengthMax)).max(keyPermissions.length),
  (given) => [...parseKeyPermissions(given)],
  {
    minItems: 1,
    items: { type: 'string', enum: keyPermissions },
    description: 'What the key may do: a part of what its maker may.',
  },
);

const newKey = z
  .strictObject({
    name: nameWire,
    permissions: permissionsWire,
    expiresAt: instantWire.nullish().meta({
      description: 'Never where nothing is said; a key of a key ends with that one at the latest.',
    }),
  })
  .meta({ id: 'NewApiKey' });

const keyChanges = z.strictObject({ name: nameWire.optional() }).meta({ id: 'ApiKeyChanges' });

const overlapWire = validatedBy(z.int(), parseOverlap, {
  minimum: 0,
  maximum: keyOverlapSeconds.max,
  default: keyOverlapSeconds.default,
  description: 'How long the old key goes on beside the new one.',
});

const rotation = z
  .strictObject({ overlapSeconds: overlapWire.optional() })
  .meta({ id: 'ApiKeyRotation' });

/** An API key on the wire, without its secret. */
export const apiKeyWire = z
  .strictObject({
    id: idWire('key'),
    version: versionWire,
    name: z.string(),
    permissions: listWire(z.enum(permissions)),
    createdBy: z.string().meta({ description: 'A user, an API key, or a program.' }),
    grantedBy: z.string().nullable().meta({
      description: 'A user or an API key, on whose rights it stands: it ends with them.',
    }),
    expiresAt: instantWire.nullable(),
    lastUsedAt: instantWire.nullable().meta({ description: 'To the minute.' }),
    createdAt: instantWire,
  })
  .meta({ id: 'ApiKey', description: "A machine's way into the tenant." });

const issued = z
  .strictObject({
    apiKey: apiKeyWire,
    token: z.string().meta({
      description:
        '`bk_<public id>_<secret>`, told this once: send it as `Authorization: Bearer …`.',
    }),
  })
  .meta({ id: 'IssuedApiKey' });

const params = z.strictObject({ apiKeyId: idWire('key') });
const path = '/v1/api-keys';
const tag = 'API keys';

/** API keys over HTTP. */
export const apiKeyEndpoints = (apiKeys: ApiKeyUseCases): readonly Endpoint[] => [
  ...collectionEndpoints(apiKeys),
  ...memberEndpoints(apiKeys),
  ...endingEndpoints(apiKeys),
];

const collectionEndpoints = (apiKeys: ApiKeyUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listApiKeys',
    summary: 'List API keys, newest first',
    tag,
    permission: apiKeys.list.permission,
    query: z.strictObject({ ...pageQuery, ...createdAtQuery }),
    view: pageWire(apiKeyWire, 'ApiKeyPage'),
    handle: async ({ context, query }) =>
      asPage(await apiKeys.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createApiKey',
    summary: 'Make an API key',
    tag,
    permission: apiKeys.create.permission,
    body: newKey,
    view: issued,
    status: 201,
    errors: [KeyExceedsCaller],
    handle: ({ context, body }) => apiKeys.create.execute(context, body),
  }),
];

const memberEndpoints = (apiKeys: ApiKeyUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{apiKeyId}`,
    operationId: 'getApiKey',
    summary: 'Show an API key',
    tag,
    permission: apiKeys.get.permission,
    params,
    view: apiKeyWire,
    etag: 'of-changes',
    errors: [ApiKeyNotFound],
    handle: ({ context, params: { apiKeyId } }) => apiKeys.get.execute(context, { apiKeyId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{apiKeyId}`,
    operationId: 'updateApiKey',
    summary: 'Rename an API key',
    tag,
    permission: apiKeys.rename.permission,
    params,
    body: keyChanges,
    view: apiKeyWire,
    etag: 'of-changes',
    ifMatch: true,
    errors: [ApiKeyNotFound, RightsExceeded, VersionMismatch],
    handle: ({ context, params: { apiKeyId }, version, body: changes }) =>
      apiKeys.rename.execute(context, { apiKeyId, version, changes }),
  }),
];

const endingEndpoints = (apiKeys: ApiKeyUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${path}/{apiKeyId}/rotate`,
    operationId: 'rotateApiKey',
    summary: 'Make a key that replaces another, which goes on for a while',
    tag,
    permission: apiKeys.rotate.permission,
    params,
    body: rotation,
    view: issued,
    status: 201,
    errors: [ApiKeyNotFound, KeyExceedsCaller, RightsExceeded, VersionMismatch],
    handle: ({ context, params: { apiKeyId }, body }) =>
      apiKeys.rotate.execute(context, { apiKeyId, ...body }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{apiKeyId}`,
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key at once',
    description: 'The keys that it made end with it, and theirs, and its open invitations.',
    tag,
    permission: apiKeys.revoke.permission,
    params,
    errors: [ApiKeyNotFound, RightsExceeded, VersionMismatch],
    handle: ({ context, params: { apiKeyId } }) => apiKeys.revoke.execute(context, { apiKeyId }),
  }),
];
