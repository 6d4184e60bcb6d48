import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { Permission } from '#domain/shared/permissions.ts';

/** One thing that a member of a tenant can do, and the one permission that it takes. */
export interface UseCase<Input, Output> {
  readonly permission: Permission;
  /** Whether it only shows something, though its permission is for writing too. */
  readonly isRead?: true;
  execute(context: RequestContext, input: Input): Promise<Output>;
}

/** One thing that anybody can do before they have a tenant: sign up, sign in. */
export interface OpenUseCase<Input, Output> {
  execute(context: AnonymousContext, input: Input): Promise<Output>;
}
