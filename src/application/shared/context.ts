import type { IdempotencyRequest } from '#application/shared/idempotency.ts';
import type { ApiKeyId, SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';

/** Who acts: a person in a session, a machine with a key, or a program that runs in our process. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId; readonly sessionId: SessionId | null }
  | { readonly kind: 'apiKey'; readonly apiKeyId: ApiKeyId }
  | { readonly kind: 'system'; readonly name: string };

/** Where a request came from, as far as it can be known. */
export interface Client {
  /** The network address, behind the proxies that we trust. */
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The context of a request whose caller is not known yet. */
export interface AnonymousContext {
  /** Ties log lines, events and responses of one request together. */
  readonly requestId: string;
  readonly client?: Client | undefined;
  /** Given where the caller may repeat the request: its effect is then had once. */
  readonly idempotency?: IdempotencyRequest | undefined;
}

/** Who is asking, in which tenant, and what they may do. Built once at the edge, passed by hand. */
export interface RequestContext extends AnonymousContext {
  readonly tenantId: TenantId;
  /**
   * Of the tenant, where whoever made the context knows it: it stands in tokens and is read with
   * API keys. Absent is not live: `withKnownModes` looks it up.
   */
  readonly mode?: TenantMode | undefined;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  /**
   * The permission that a sensitive write takes: its runs ask whether the actor holds it now, not
   * only when their token was given out. Set by the pipeline.
   */
  readonly sensitive?: Permission | undefined;
  /**
   * Set by use cases that move the tenant's test clock: their runs have it to themselves from the
   * beginning, where other runs share it (law 10 of `UnitOfWork`).
   */
  readonly movesClock?: true | undefined;
}

/** The person behind a context, where there is one. */
export const userIdOf = ({ actor }: RequestContext): UserId | null =>
  actor.kind === 'user' ? actor.userId : null;

/** The name that the actor of a context is found by later. */
export const actorIdOf = ({ actor }: RequestContext): string => {
  switch (actor.kind) {
    case 'user':
      return actor.userId;
    case 'apiKey':
      return actor.apiKeyId;
    case 'system':
      return actor.name;
  }
};
