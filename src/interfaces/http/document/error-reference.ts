import { Unavailable } from '#application/shared/errors.ts';
import { IdempotencyKeyInFlight, IdempotencyKeyReused } from '#application/shared/idempotency.ts';
import { PermissionDenied } from '#application/shared/pipeline.ts';
import { InvalidApiKey, MembershipEnded, SessionEnded } from '#domain/identity/errors.ts';
import type { Endpoint, ErrorClass } from '#interfaces/http/endpoint.ts';
import { CrossSite, InsecureTransport } from '#interfaces/http/request/browser-origin.ts';
import { jsonLimits } from '#interfaces/http/request/json-text.ts';
import {
  bodyTooLarge,
  headersTooLarge,
  malformedBody,
  malformedEntityTag,
  malformedRequest,
  methodNotAllowed,
  notJson,
  preconditionFailed,
  preconditionRequired,
  rangeNotSatisfiable,
  routeNotFound,
  uriTooLong,
} from '#interfaces/http/request/protocol-error.ts';
import { RateLimited } from '#interfaces/http/request/rate-limit.ts';
import { bodyBytesMax } from '#interfaces/http/request/request-body.ts';
import { urlLengthMax } from '#interfaces/http/request/request-headers.ts';
import {
  InvalidRequest,
  problemOf,
  reportedFaultsMax,
  statusOf,
  Unauthenticated,
} from '#interfaces/http/response/problem.ts';

interface Entry {
  readonly code: string;
  readonly status: number;
  readonly says: string;
  readonly where: string;
}

/** docs/errors.md: every code that a refusal can have, made from the endpoints that declare it. */
export const errorReference = (endpoints: readonly Endpoint[]): string => {
  const declared = new Map<string, { error: ErrorClass; where: string[] }>();
  for (const { operationId, errors = [] } of endpoints) {
    for (const error of errors) {
      const known = declared.get(error.code) ?? { error, where: [] };
      declared.set(error.code, { error, where: [...known.where, `\`${operationId}\``] });
    }
  }
  const general = anywhere();
  const known = new Set(general.map(({ code }) => code));
  const ofBilling = [...declared.values()]
    .filter(({ error }) => !known.has(error.code))
    .map(({ error, where }) => entryOf(error, where.join(', ')));
  return [head, ...section('Any request', general), ...section('What billing refuses', ofBilling)]
    .join('\n')
    .concat('\n');
};

const head = `# Errors

Every refusal is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`,
\`detail\`, \`instance\`, \`code\`, \`requestId\`, and \`errors\` where the input is at fault.
Branch on \`code\`: it is stable. \`detail\` is for people and may change. The list is made from the
endpoints by \`npm run docs\`.

The entries of \`errors\` have a \`pointer\` (JSON Pointer into the body; below \`/query\` and
\`/path\` for parameters), a \`code\` and a \`detail\`. All faults come at once, up to
${reportedFaultsMax}; \`moreErrors\` says how many others there are.

What only the text of a body shows is told first, and alone:

- \`duplicate_field\`: an object has a field twice, in whatever spelling.
- \`forbidden_field\`: an object of an event has a field like \`__proto__\`, which none may have.
- \`inexact_number\`: a number would not stay what is written: \`9007199254740990.6\`, \`1e400\`.
  (\`1.0\`, \`1E2\` and \`-0\` are 1, 100 and 0.)
- \`too_deep\`: there are more than ${jsonLimits.depth} levels.
- \`too_many\`: there are more than ${jsonLimits.fields} fields, or entries of lists, in all.
`;

const section = (title: string, entries: readonly Entry[]): readonly string[] => [
  `## ${title}\n`,
  '| code | status | says | where |',
  '|---|---|---|---|',
  ...entries
    .toSorted((one, other) => one.status - other.status || (one.code < other.code ? -1 : 1))
    .map(({ code, status, says, where }) => `| \`${code}\` | ${status} | ${says} | ${where} |`),
  '',
];

// The sentence of a refusal does not depend on its facts, so an empty list stands for any.
const entryOf = (error: ErrorClass, where: string): Entry => {
  const { message } = Reflect.construct(error, [[]]) as Error;
  return { code: error.code, status: statusOf[error.kind], says: message, where };
};

// A sensitive write, as docs/api-keys-and-sessions.md calls it.
const sensitive = 'writes of the tenant, users, keys, webhooks, and one’s own account';

const withCookie = '`Billing-Session: cookie`';

const longHeader = 'A request has 16 KiB of headers at most, and each that is read a limit.';

const anywhere = (): readonly Entry[] => [
  entryOf(InvalidRequest, 'input that does not fit'),
  entryOf(InvalidApiKey, 'an API key that is not valid'),
  {
    ...entryOf(PermissionDenied, 'all but `/v1/auth`'),
    says: 'Your role, or this API key, does not have the permission that it takes.',
  },
  entryOf(SessionEnded, sensitive),
  entryOf(MembershipEnded, `${sensitive}; \`getMe\``),
  entryOf(InsecureTransport, withCookie),
  entryOf(CrossSite, withCookie),
  entryOf(IdempotencyKeyInFlight, '`POST` with `Idempotency-Key`'),
  entryOf(IdempotencyKeyReused, '`POST` with `Idempotency-Key`'),
  entryOf(RateLimited, 'over a rate limit; with `Retry-After`'),
  entryOf(Unavailable, 'while the database is away, or we are stopping'),
  ...[
    ['no token, or none that is valid', new Unauthenticated(false)] as const,
    ['no such path', routeNotFound()] as const,
    ['another method', methodNotAllowed(['GET'])] as const,
    ['a body that is too large', bodyTooLarge(bodyBytesMax)] as const,
    ['a body that is not JSON by its type', notJson()] as const,
    ['a body that is not JSON', malformedBody('The body is not valid JSON in UTF-8.')] as const,
    ['a path that cannot be read', malformedRequest('The path is not well encoded.')] as const,
    ['`PATCH` and `DELETE` of what has a version', preconditionRequired()] as const,
    ['a tag that cannot be one of ours', malformedEntityTag('If-Match')] as const,
    ['a file of `/docs` that is another by now', preconditionFailed()] as const,
    ['a part of a file of `/docs`', rangeNotSatisfiable()] as const,
    ['a path and query that are too long', uriTooLong(urlLengthMax)] as const,
    ['a header that is too long', headersTooLarge(longHeader)] as const,
  ].flatMap(([where, error]) => {
    const problem = problemOf(error);
    return problem === undefined
      ? []
      : [{ code: problem.code, status: problem.status, says: error.message, where }];
  }),
];
