import { describe, expect, test } from 'vitest';
import { parseId } from '#domain/shared/ids.ts';
import { addMember, newEmail, password, signUp } from '../http/world.ts';
import { appUnderTest } from '../support/app.ts';

// 20 at once, in many rounds: exactly those win who may. The whole of it is
// `RACE_ROUNDS=200 npx vitest run test/races`; `npm test` runs some rounds of each.

const rounds = Number(process.env['RACE_ROUNDS'] ?? 10);
const racers = 20;
const app = appUnderTest('postgres');

const race = <Result>(run: (index: number) => Promise<Result>): Promise<readonly Result[]> =>
  Promise.all(Array.from({ length: racers }, (_, index) => run(index)));
const inRounds = async (work: () => Promise<void>): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) await work();
};
const statusesOf = (
  responses: readonly { readonly status: number }[],
): Readonly<Record<string, number>> => {
  const counted = Map.groupBy(responses, ({ status }) => String(status));
  return Object.fromEntries([...counted].map(([status, list]) => [status, list.length]));
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('one customer has an e-mail address', async () => {
    const { token } = await signUp(app);
    await inRounds(async () => {
      const email = newEmail();
      const responses = await race((index) =>
        app.send('post', '/v1/customers', { token, body: { name: `Racer ${index}`, email } }),
      );
      expect(statusesOf(responses)).toEqual({ 201: 1, 409: racers - 1 });
    });
  }, 600_000);

  test('one product has a code', async () => {
    const { token } = await signUp(app);
    await inRounds(async () => {
      const code = newEmail().replaceAll(/\W/g, '-');
      const responses = await race(() =>
        app.send('post', '/v1/products', { token, body: { code, name: 'CRM' } }),
      );
      expect(statusesOf(responses)).toEqual({ 201: 1, 409: racers - 1 });
    });
  }, 600_000);

  test('one effect has an idempotency key', async () => {
    const { token } = await signUp(app);
    await inRounds(async () => {
      const email = newEmail();
      const headers = { 'Idempotency-Key': email };
      const body = { name: 'Racer', email };
      const responses = await race(() =>
        app.send('post', '/v1/customers', { token, body, headers }),
      );
      const made = responses.filter(({ status }) => status === 201);
      const first = made.filter(({ headers: given }) => given['idempotent-replayed'] === undefined);
      expect(first).toHaveLength(1);
      expect(new Set(made.map(({ body: { id } }) => id)).size).toBe(1);
      const codes = responses
        .filter(({ status }) => status !== 201)
        .map(({ body: { code } }) => code);
      expect(codes.every((code) => code === 'idempotency_key_in_flight')).toBe(true);
    });
  }, 600_000);

  test('one successor has a refresh token', async () => {
    let { refreshToken } = await signUp(app);
    await inRounds(async () => {
      const responses = await race(() =>
        app.send('post', '/v1/auth/refresh', { body: { refreshToken } }),
      );
      const successors = new Set(responses.map(({ body }) => body.refreshToken as string));
      expect([statusesOf(responses), successors.size]).toEqual([{ 200: racers }, 1]);
      [refreshToken = ''] = successors;
    });
  }, 600_000);

  test('a reused refresh token ends its family, whoever refreshes meanwhile', async () => {
    await inRounds(async () => {
      const { email } = await signUp(app);
      const entered = await app.send('post', '/v1/auth/login', { body: { email, password } });
      const first: string = entered.body.refreshToken;
      const refresh = (refreshToken: string) =>
        app.send('post', '/v1/auth/refresh', { body: { refreshToken } });
      const second: string = (await refresh(first)).body.refreshToken;
      const third: string = (await refresh(second)).body.refreshToken;

      const responses = await race((index) => refresh(index % 2 === 0 ? first : third));
      const winners = responses.filter(({ status }) => status === 200);
      const afterwards = await Promise.all(
        [third, ...winners.map(({ body }) => body.refreshToken as string)].map(refresh),
      );

      expect(afterwards.map(({ status }) => status)).toEqual(afterwards.map(() => 401));
    });
  }, 600_000);

  test('one ADMIN is left, of those who remove each other', async () => {
    await inRounds(async () => {
      const admins = [await signUp(app)];
      const [founder] = admins;
      if (founder === undefined) return;
      admins.push(await addMember(app, founder, 'ADMIN'));
      const responses = await race((index) => {
        const [one, other] = index % 2 === 0 ? admins : admins.toReversed();
        return app.send('delete', `/v1/users/${other?.userId}`, {
          token: one?.token,
          headers: { 'If-Match': '"1"' },
        });
      });
      expect(statusesOf(responses)['204']).toBe(1);
      const { operatorOf } = await import('#interfaces/cli/operator-context.ts');
      const context = operatorOf(parseId('ten', founder.tenantId));
      const left = await app.composition().useCases.users.list.execute(context, {});
      expect(left.data.map(({ role }) => role)).toEqual(['ADMIN']);
    });
  }, 600_000);

  test('no key outlives its maker’s right, who makes some while they are demoted', async () => {
    const admin = await signUp(app);
    await inRounds(async () => {
      const { token, userId } = await addMember(app, admin, 'ADMIN');
      const body = { name: 'For ever', permissions: ['keys:write'] };
      const responses = await race((index) =>
        index === racers / 2
          ? app.send('patch', `/v1/users/${userId}`, {
              token: admin.token,
              headers: { 'If-Match': '"1"' },
              body: { role: 'USER' },
            })
          : app.send('post', '/v1/api-keys', { token, body }),
      );
      expect(statusesOf(responses)['200']).toBe(1);
      const left = await app.send('get', '/v1/api-keys?limit=100', { token: admin.token });
      expect(
        left.body.data.filter((key: { createdBy: string }) => key.createdBy === userId),
      ).toEqual([]);
    });
  }, 600_000);

  test('no key outlives the one that made it, which is revoked meanwhile', async () => {
    const { token } = await signUp(app);
    await inRounds(async () => {
      const body = { name: 'Parent', permissions: ['keys:write'] };
      const parent = (await app.send('post', '/v1/api-keys', { token, body })).body;
      const responses = await race((index) =>
        index === racers / 2
          ? app.send('delete', `/v1/api-keys/${parent.apiKey.id}`, { token })
          : app.send('post', '/v1/api-keys', { token: parent.token, body }),
      );
      expect(statusesOf(responses)['204']).toBe(1);
      const left = await app.send('get', '/v1/api-keys?limit=100', { token });
      expect(left.body.data).toEqual([]);
    });
  }, 600_000);
});
