import { afterAll, beforeAll, expect } from 'vitest';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { appUnderTest } from '../../support/app.ts';
import { Mailbox } from '../../support/mailbox.ts';
import type { Caller } from '../world.ts';
import { signUp } from '../world.ts';

/** Another than the one that everybody has in these tests. */
export const newPassword = 'battery horse correct';

const silent = { info: () => undefined, error: () => undefined };

/** An app with a worker and a mailbox, and what people do there about their own accounts. */
export const accountsUnderTest = (storage: 'memory' | 'postgres') => {
  const mailbox = new Mailbox();
  const app = appUnderTest(storage, { mailer: mailbox, publicUrl: 'https://app.example.com' });
  let worker: Worker;

  beforeAll(async () => {
    worker = await startWorker(app.composition().operations, silent);
  });
  afterAll(() => worker.stop());

  const post = (path: string, body: object, token?: string) =>
    app.send('post', path, { body, token });
  const signIn = (email: string, given: string) =>
    post('/v1/auth/login', { email, password: given });
  const forget = (email: string) => post('/v1/auth/forgot-password', { email });
  const reset = (token: string, given = newPassword) =>
    post('/v1/auth/reset-password', { token, newPassword: given });
  const me = async (token: string) => (await app.send('get', '/v1/auth/me', { token })).body;
  const invite = async (admin: Caller, email: string) =>
    (await post('/v1/users', { email, role: 'USER' }, admin.token)).body;
  const accept = (token: string, given = newPassword) =>
    post('/v1/auth/accept-invitation', { token, name: 'Grace', password: given });

  /** A person who has followed the link that came when they signed up. */
  const signUpVerified = async (): Promise<Caller> => {
    const caller = await signUp(app);
    const token = await mailbox.token(caller.email, 'proof');
    expect((await post('/v1/auth/verify-email', { token })).status).toBe(204);
    return caller;
  };

  const remove = async (admin: Caller, userId: string) => {
    const path = `/v1/users/${userId}`;
    const { token } = admin;
    const { headers } = await app.send('get', path, { token });
    const seen = { 'If-Match': headers['etag'] as string };
    expect((await app.send('delete', path, { token, headers: seen })).status).toBe(204);
  };

  return {
    app,
    mailbox,
    post,
    signIn,
    forget,
    reset,
    me,
    invite,
    accept,
    signUpVerified,
    remove,
  };
};
