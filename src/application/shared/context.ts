import type { SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';

/** Who acts: a person in a session, or a program that runs in our process. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId; readonly sessionId: SessionId | null }
  | { readonly kind: 'system'; readonly name: string };

/** What is known of every request, before anybody said who they are. */
export interface AnonymousContext {
  /** Ties log lines, events and answers of one request together. */
  readonly requestId: string;
}

/** Who is asking, in which tenant, and what they may do. Built once at the edge, passed by hand. */
export interface RequestContext extends AnonymousContext {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
}

/** The person behind a context, where there is one. */
export const userIdOf = ({ actor }: RequestContext): UserId | null =>
  actor.kind === 'user' ? actor.userId : null;
