import { describe, expect, test } from 'vitest';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { addMember, newEmail, password, signUp } from '../world.ts';

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('postgres', { clock });
const closed = appUnderTest('memory', { signupOpen: false });

const signIn = (body: object) => app.send('post', '/v1/auth/login', { body });
const refresh = (refreshToken: string) =>
  app.send('post', '/v1/auth/refresh', { body: { refreshToken } });
const me = (token: string) => app.send('get', '/v1/auth/me', { token });

describe('signing up', () => {
  test('founds a tenant whose first ADMIN is signed in', async () => {
    const admin = await signUp(app);

    const response = await me(admin.token);

    expect(response.body).toMatchObject({
      user: { id: admin.userId, email: admin.email },
      tenant: { id: admin.tenantId, role: 'ADMIN' },
    });
  });

  test('is refused with an address that is taken, whatever its case', async () => {
    const { email } = await signUp(app);

    const body = { tenantName: 'T', name: 'N', email: email.toUpperCase(), password };
    const response = await app.send('post', '/v1/auth/signup', { body });

    expect([response.status, response.body.code]).toEqual([409, 'email_taken']);
  });

  test('of many at once with one address lets one through', async () => {
    const body = { tenantName: 'T', name: 'N', email: newEmail(), password };

    const responses = await Promise.all(
      Array.from({ length: 8 }, () => app.send('post', '/v1/auth/signup', { body })),
    );

    const statuses = responses.map(({ status }) => status).toSorted((one, two) => one - two);
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  test('is refused where it is closed', async () => {
    const body = { tenantName: 'T', name: 'N', email: newEmail(), password };

    const response = await closed.send('post', '/v1/auth/signup', { body });

    expect([response.status, response.body.code]).toEqual([403, 'signup_closed']);
  });
});

describe('signing in', () => {
  test('answers a wrong password and an unknown address alike', async () => {
    const { email } = await signUp(app);

    const wrong = await signIn({ email, password: 'not the password' });
    const unknown = await signIn({ email: newEmail('nobody'), password });

    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
    const { requestId: _one, ...told } = wrong.body;
    expect(unknown.body).toMatchObject(told);
  });

  test('to several tenants needs a choice, and tells what there is to choose', async () => {
    const [first, second] = [await signUp(app), await signUp(app)];
    const body = { email: first.email, role: 'USER' };
    const invited = await app.send('post', '/v1/users', { token: second.token, body });
    const acceptance = { token: invited.body.token, name: 'Ignored', password };
    await app.send('post', '/v1/auth/accept-invitation', { body: acceptance });

    const undecided = await signIn({ email: first.email, password });
    const decided = await signIn({ email: first.email, password, tenantId: second.tenantId });
    const elsewhere = await signIn({
      email: first.email,
      password,
      tenantId: (await signUp(app)).tenantId,
    });

    expect([undecided.status, undecided.body.code]).toEqual([409, 'tenant_required']);
    expect(undecided.body.tenants).toMatchObject([
      { id: second.tenantId, role: 'USER' },
      { id: first.tenantId, role: 'ADMIN' },
    ]);
    expect([decided.status, decided.body.user.role]).toEqual([200, 'USER']);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'no_membership']);
  });

  test('to another of your tenants is switching, and to one of others is refused', async () => {
    const [first, second] = [await signUp(app), await signUp(app)];
    const invited = await app.send('post', '/v1/users', {
      token: second.token,
      body: { email: first.email, role: 'USER' },
    });
    const body = { token: invited.body.token, name: 'Ignored', password };
    await app.send('post', '/v1/auth/accept-invitation', { body });

    const switchTo = (tenantId: string) =>
      app.send('post', '/v1/auth/switch-tenant', { token: first.token, body: { tenantId } });
    const there = await switchTo(second.tenantId);
    const nowhere = await switchTo((await signUp(app)).tenantId);

    expect(there.body.tenant.id).toBe(second.tenantId);
    expect((await me(there.body.accessToken)).body.tenant.role).toBe('USER');
    expect([nowhere.status, nowhere.body.code]).toEqual([403, 'no_membership']);
  });
});

describe('a new password', () => {
  const change = (token: string, currentPassword: string, newPassword = 'another password') =>
    app.send('post', '/v1/auth/password', { token, body: { currentPassword, newPassword } });

  test('ends the other sessions, and not the one it is set in', async () => {
    const here = await signUp(app);
    const there = (await signIn({ email: here.email, password })).body;

    const changed = await change(here.token, password);

    expect(changed.status).toBe(204);
    expect((await refresh(there.refreshToken)).status).toBe(401);
    expect((await refresh(here.refreshToken)).status).toBe(200);
    expect((await signIn({ email: here.email, password })).status).toBe(401);
    const anew = await signIn({ email: here.email, password: 'another password' });
    expect(anew.status).toBe(200);
  });

  test('needs the current one, and is long enough', async () => {
    const { token } = await signUp(app);

    const wrong = await change(token, 'not the password');
    const short = await change(token, password, 'short');

    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/currentPassword']);
    expect([short.status, short.body.errors[0].pointer]).toEqual([400, '/newPassword']);
  });
});

describe('an invitation', () => {
  const invite = async (token: string, email = newEmail('guest'), role = 'USER') =>
    app.send('post', '/v1/users', { token, body: { email, role } });
  const accept = (token: string, given = password) =>
    app.send('post', '/v1/auth/accept-invitation', {
      body: { token, name: 'Guest', password: given },
    });

  test('is taken up once', async () => {
    const admin = await signUp(app);
    const { token } = (await invite(admin.token)).body;

    const first = await accept(token);
    const again = await accept(token);

    expect([first.status, first.body.user.role, first.body.tenant.id]).toEqual([
      200,
      'USER',
      admin.tenantId,
    ]);
    expect([again.status, again.body.code]).toEqual([401, 'invalid_invitation']);
  });

  test('to somebody who has an account needs their password', async () => {
    const [admin, other] = [await signUp(app), await signUp(app)];
    const { token } = (await invite(admin.token, other.email)).body;

    const wrong = await accept(token, 'not the password');
    const right = await accept(token);

    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
    expect([right.status, right.body.user.id]).toEqual([200, other.userId]);
    expect((await invite(admin.token, other.email)).body.code).toBe('already_member');
  });

  test('given again voids the one before, withdrawn is void, and after a week, too', async () => {
    const admin = await signUp(app);
    const email = newEmail('guest');
    const first = (await invite(admin.token, email)).body;
    const second = (await invite(admin.token, email)).body;
    const path = `/v1/invitations/${second.invitation.id}`;

    expect((await accept(first.token)).status).toBe(401);
    expect((await app.send('delete', path, { token: admin.token })).status).toBe(204);
    expect((await accept(second.token)).status).toBe(401);

    const third = (await invite(admin.token, email)).body;
    clock.advance(7 * dayMilliseconds);
    expect((await accept(third.token)).status).toBe(401);
    clock.advance(-7 * dayMilliseconds);
    expect((await accept(third.token)).status).toBe(200);
  });
});

describe('the last ADMIN', () => {
  const demote = (token: string, userId: string, version = '"1"') =>
    app.send('patch', `/v1/users/${userId}`, {
      token,
      headers: { 'If-Match': version },
      body: { role: 'USER' },
    });

  test('can be neither demoted nor removed', async () => {
    const admin = await signUp(app);

    const demoted = await demote(admin.token, admin.userId);
    const removed = await app.send('delete', `/v1/users/${admin.userId}`, {
      token: admin.token,
      headers: { 'If-Match': '"1"' },
    });

    expect([demoted.status, demoted.body.code]).toEqual([409, 'last_admin']);
    expect([removed.status, removed.body.code]).toEqual([409, 'last_admin']);
  });

  test('stays when two demote each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const first = await signUp(app);
      const second = await addMember(app, first, 'ADMIN');

      const responses = await Promise.all([
        demote(first.token, second.userId),
        demote(second.token, first.userId),
      ]);

      // Whoever comes second has been demoted, and may not demote any more.
      expect(responses.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([
        200, 403,
      ]);
    }
  });
});

test('no line of the log holds a secret or says who somebody is', () => {
  const written = app.lines().join('\n');

  expect(app.lines().length).toBeGreaterThan(50);
  expect(written).not.toMatch(/@example\.com|correct horse|another password|Ada Admin|Guest/i);
  expect(written).not.toMatch(/eyJ|brt_|bit_|argon2|Bearer/);
});
