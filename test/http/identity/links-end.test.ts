import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { nextDay } from '../../../src/testing/builders.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { Mailbox } from '../../support/mailbox.ts';
import { newEmail, signUp } from '../world.ts';
import { newPassword } from './account-holders.ts';

const silent = { info: () => undefined, error: () => undefined };

describe('links and invitations end', () => {
  const mailbox = new Mailbox();
  const clock = new FixedClock(nextDay);
  const app = appUnderTest('memory', { mailer: mailbox, clock });
  let worker: Worker;
  beforeAll(async () => {
    worker = await startWorker(app.composition().operations, silent);
  });
  afterAll(() => worker.stop());

  test('a link to choose another password is over after an hour', async () => {
    const { email } = await signUp(app);
    const ask = async (count: number) => {
      await app.send('post', '/v1/auth/forgot-password', { body: { email } });
      return mailbox.token(email, 'reset', count);
    };
    const reset = (token: string) =>
      app.send('post', '/v1/auth/reset-password', { body: { token, newPassword } });
    const first = await ask(1);
    clock.advance(60 * 60_000);
    const second = await ask(2);
    clock.advance(60 * 60_000 - 1);

    expect((await reset(first)).status).toBe(401);
    expect((await reset(second)).status).toBe(204);
  });

  // No access token is good at the time that this clock shows.
  const contextOf = (tenantId: TenantId): RequestContext => ({
    requestId: 'req-1',
    tenantId,
    actor: { kind: 'system', name: 'test' },
    permissions: new Set(permissions),
  });
  const listed = async (context: RequestContext) =>
    (await app.composition().useCases.invitations.list.execute(context, {})).data;

  test('an invitation that is over is not listed as open', async () => {
    const { useCases } = app.composition();
    const context = contextOf((await signUp(app)).tenantId as TenantId);
    await useCases.users.invite.execute(context, { email: newEmail('late'), role: 'USER' });
    expect(await listed(context)).toHaveLength(1);

    clock.advance(7 * 24 * 60 * 60_000);

    expect(await listed(context)).toEqual([]);
  });
});
