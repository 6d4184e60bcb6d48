import { refusal } from '#domain/shared/errors.ts';

export class TenantNotFound extends refusal(
  'notFound',
  'tenant_not_found',
  'There is no such tenant.',
) {}
