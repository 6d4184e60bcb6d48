import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { authentication } from '#interfaces/http/request/authenticate.ts';
import { freshDatabase } from '../../support/database.ts';
import { Mailbox } from '../../support/mailbox.ts';
import { until } from '../../support/until.ts';

// Two processes, on machines whose clocks are hours apart, on one PostgreSQL: what one of them
// wrote is good in the other for as long as it says, because both go by the clock of PostgreSQL.

const fresh = freshDatabase();
const encryptionKeys = [Buffer.alloc(32, 3)];
const request = { requestId: 'test' };
const password = 'correct horse';
const hour = 3_600_000;
/** In a moment. */
const soon = (): number => Math.ceil(realNow()) + 1500;

const opened: Composition[] = [];
afterEach(() => Promise.all(opened.splice(0).map((composition) => composition.close())));

const mailbox = new Mailbox();

/** A process on a machine of its own. */
interface Machine {
  /** Does something there, where the clock of the machine counts. */
  at<Result>(work: (composition: Composition) => Promise<Result>): Promise<Result>;
  /** Sets the clock of the machine, so that it is off by so much. */
  set(offset: number): void;
}

/** A process whose machine's clock is off by so much. */
const openAt = async (offsetAtFirst: number): Promise<Machine> => {
  let offset = offsetAtFirst;
  const atMachine = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    vi.useFakeTimers({ toFake: ['Date'], now: realNow() + offset });
    try {
      return await work();
    } finally {
      vi.useRealTimers();
    }
  };
  const storage = { databaseUrl: fresh.url(), poolMax: 3 };
  const composition = await atMachine(() => compose({ storage, encryptionKeys, mailer: mailbox }));
  opened.push(composition);
  return {
    at: (work) => atMachine(() => work(composition)),
    set: (next) => {
      offset = next;
    },
  };
};

const realNow = (): number => performance.timeOrigin + performance.now();

let count = 0;
const signUp = ({ useCases }: Composition) => {
  count += 1;
  const email = `ada-${count}@acme.example`;
  const given = { tenantName: 'Acme', name: 'Ada', email, password };
  return useCases.authentication.signUp.execute(request, given);
};

const contextOf = ({ tenant, user }: Awaited<ReturnType<typeof signUp>>) =>
  contextOfMember(request, { tenantId: tenant.id, userId: user.id, role: user.role }, null);

describe.each([2, -2])('a machine whose clock is %s hours off', (hours) => {
  let right: Machine;
  let off: Machine;
  beforeEach(async () => {
    right = await openAt(0);
    off = await openAt(hours * hour);
  });

  test('judges links that another wrote as that one does, and writes such', async () => {
    const { user } = await right.at(signUp);
    const { email, id: userId } = user;
    for (const [writer, reader] of [
      [right, off],
      [off, right],
    ] as const) {
      const { token, expiresAt } = await writer.at(({ operations }) =>
        operations.accounts.issuePasswordReset.execute(request, { email }),
      );
      expect(Math.abs(expiresAt - realNow() - hour)).toBeLessThan(hour / 4);
      const reset = { token, newPassword: `another ${token.slice(-20)}` };
      await reader.at(({ useCases }) =>
        useCases.authentication.resetPassword.execute(request, reset),
      );
    }
    const order = { kind: 'address_proof', userId, email, version: null } as const;
    await off.at(({ operations }) => operations.accounts.sendMail.execute(request, order));
    const token = await mailbox.token(email, 'proof');
    await right.at(({ useCases }) =>
      useCases.authentication.verifyEmail.execute(request, { token }),
    );
  });

  test('judges API keys and invitations as what changes them does', async () => {
    const context = contextOf(await right.at(signUp));
    const expiresAt = instantOf(Math.floor(realNow()) + hour);
    const key = { name: 'CI', permissions: ['customers:read'], expiresAt } as const;
    const { token } = await right.at(({ useCases }) =>
      useCases.apiKeys.create.execute(context, key),
    );
    const spent = await right.at(({ useCases }) =>
      useCases.apiKeys.create.execute(context, { ...key, expiresAt: instantOf(soon()) }),
    );
    const enter = (machine: Machine, shown: string) =>
      machine.at(({ operations }) =>
        operations.apiKeyAuthentication.authenticateApiKey.execute(request, { token: shown }),
      );

    expect((await enter(off, token)).tenantId).toBe(context.tenantId);
    await until(async () => realNow() > (spent.apiKey.expiresAt ?? 0));
    await expect(enter(off, spent.token)).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  test('issues access tokens that are good elsewhere, and takes those of others', async () => {
    for (const [issuer, verifier] of [
      [right, off],
      [off, right],
    ] as const) {
      const { accessToken, user } = await issuer.at(signUp);
      const headers = { authorization: `Bearer ${accessToken}` };

      const context = await verifier.at(({ tokens, operations }) => {
        const authenticate = authentication(
          tokens,
          operations.apiKeyAuthentication.authenticateApiKey,
        );
        return authenticate({ headers } as never, request, async () => undefined);
      });

      expect(context.actor).toMatchObject({ kind: 'user', userId: user.id });
    }
  });
});

test.each([
  // Time for its comparison with PostgreSQL to grow old.
  ['back by an hour', [40_000, -hour]],
  ['forth by an hour', [hour]],
  ['forth by an hour and back', [hour, 0]],
])('a clock that is set %s while the process runs moves no time of ours', async (_how, steps) => {
  const right = await openAt(0);
  const set = await openAt(0);
  const founded = await set.at(signUp);
  for (const offset of steps) {
    set.set(offset);
    await set.at(async ({ tokens }) => tokens.now());
  }

  // A run has the clocks compared again.
  const key = { name: 'CI', permissions: ['customers:read'] } as const;
  await set.at(({ useCases }) => useCases.apiKeys.create.execute(contextOf(founded), key));
  const { token, expiresAt } = await set.at(({ operations }) =>
    operations.accounts.issuePasswordReset.execute(request, { email: founded.user.email }),
  );

  expect(Math.abs(expiresAt - realNow() - hour)).toBeLessThan(10_000);
  const reset = { token, newPassword: `another ${token.slice(-20)}` };
  await right.at(({ useCases }) => useCases.authentication.resetPassword.execute(request, reset));
});
