import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Permission } from '#domain/shared/permissions.ts';

/** The caller is known, and may not do this. */
export class PermissionDenied extends DomainError {
  static readonly kind = 'forbidden';
  static readonly code = 'permission_denied';
  readonly kind = PermissionDenied.kind;
  readonly code = PermissionDenied.code;

  constructor(permission: Permission) {
    super('Your role does not allow this.', { permission });
  }
}

/** @throws {PermissionDenied} */
export const authorize = (context: RequestContext, permission: Permission): void => {
  if (!context.permissions.has(permission)) throw new PermissionDenied(permission);
};

/**
 * What stands in front of every use case, however it is called. Whatever all of them need later
 * (idempotency, a trace) is added here and nowhere else.
 */
export const guarded = <Input, Output>(
  useCase: UseCase<Input, Output>,
): UseCase<Input, Output> => ({
  permission: useCase.permission,
  execute: async (context, input) => {
    authorize(context, useCase.permission);
    return useCase.execute(context, input);
  },
});
