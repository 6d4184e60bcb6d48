import type { Actor, RequestContext } from '#application/shared/context.ts';
import type { OpenUseCase, UseCase } from '#application/shared/use-case.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { sensitivePermissions } from '#domain/shared/permissions.ts';

/** The caller is known, and may not do this. */
export class PermissionDenied extends DomainError {
  static readonly kind = 'forbidden';
  static readonly code = 'permission_denied';
  readonly kind = PermissionDenied.kind;
  readonly code = PermissionDenied.code;

  constructor(permission: Permission, caller: Actor['kind'] = 'user') {
    super(`${callers[caller]} does not have the permission ${permission}.`, { permission });
  }
}

const callers: Readonly<Record<Actor['kind'], string>> = {
  user: 'Your role',
  apiKey: 'This API key',
  system: 'This program',
};

/** @throws {PermissionDenied} */
export const authorize = ({ permissions, actor }: RequestContext, permission: Permission): void => {
  if (!permissions.has(permission)) throw new PermissionDenied(permission, actor.kind);
};

/**
 * Checks that stand in front of every use case of a tenant, however it is called: a check that all
 * need is added here and nowhere else. The composition root gives each call a trace.
 *
 * A sensitive write is marked as such: its runs refuse who has lost the right since their token was
 * given out (`withCurrentAuthority`).
 */
export const guarded = <Input, Output>(
  useCase: UseCase<Input, Output>,
): UseCase<Input, Output> => ({
  permission: useCase.permission,
  execute: async (context, input) => {
    authorize(context, useCase.permission);
    const isSensitive = sensitivePermissions.has(useCase.permission) && useCase.isRead !== true;
    const sensitive = isSensitive ? useCase.permission : undefined;
    return useCase.execute({ ...context, sensitive }, input);
  },
});

/** A use case that anybody may call, without a permission. */
export const unguarded = <Input, Output>(
  useCase: OpenUseCase<Input, Output>,
): OpenUseCase<Input, Output> => useCase;
