import { refusal } from '#domain/shared/errors.ts';

export class TenantNotFound extends refusal(
  'notFound',
  'tenant_not_found',
  'There is no such tenant.',
) {}

export class NotATestTenant extends refusal(
  'conflict',
  'not_a_test_tenant',
  'This tenant is live and goes by real time: only a test tenant has a clock.',
) {}

export class TestClockAdvancing extends refusal(
  'conflict',
  'test_clock_advancing',
  'The test clock is being advanced: try again once `GET /v1/test-clock` says that it is ready.',
) {
  override readonly isTemporary = true;
}
