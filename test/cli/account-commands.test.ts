import { expect, test, vi } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';

vi.setConfig({ testTimeout: 120_000 });

const fresh = freshDatabase();
const publicUrl = 'https://billing.example.com';
const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url(), PUBLIC_URL: publicUrl }));

test('an operator prints a link with which a person chooses another password', async () => {
  const { useCases, close } = await compose({
    storage: { databaseUrl: fresh.url(), poolMax: 2 },
    encryptionKeys: [Buffer.from(program.encryptionKey, 'base64')],
  });
  const request = { requestId: 'cli' };
  const [email, password] = ['ada@acme.example', 'correct horse'];
  const given = { tenantName: 'Acme', name: 'Ada', email, password };
  await useCases.authentication.signUp.execute(request, given);

  const printed = await program.command(['--json', 'accounts', 'reset-password', '--email', email]);
  const nobody = await program.command(['accounts', 'reset-password', '--email', 'x@acme.example']);

  expect([printed.code, nobody.code]).toEqual([0, 5]);
  const { token, url, expiresAt } = JSON.parse(printed.out) as Record<string, string>;
  expect(url).toBe(`${publicUrl}/reset-password#token=${token}`);
  expect(Number(new Date(expiresAt ?? '')) - Date.now()).toBeLessThanOrEqual(60 * 60_000);
  const newPassword = 'horse correct';
  await useCases.authentication.resetPassword.execute(request, { token: token ?? '', newPassword });
  const signedIn = useCases.authentication.signIn.execute(request, {
    email,
    password: newPassword,
  });
  expect((await signedIn).user.email).toBe(email);
  await close();
});

test('an operator frees an address that an account has and never proved', async () => {
  const { useCases, close } = await compose({
    storage: { databaseUrl: fresh.url(), poolMax: 2 },
    encryptionKeys: [Buffer.from(program.encryptionKey, 'base64')],
  });
  const [email, password] = ['grace@acme.example', 'correct horse'];
  const given = { tenantName: 'Strange', name: 'Eve', email, password };
  const { tenant, user } = await useCases.authentication.signUp.execute(
    { requestId: 'cli' },
    given,
  );
  await close();
  const release = (...more: string[]) => program.command(['accounts', 'release-address', ...more]);

  const shown = await program.command(['--json', 'accounts', 'show', '--email', email]);
  const told = await program.command(['accounts', 'show', '--email', email]);
  const unnamed = await release(user.id);
  const another = await release(user.id, '--email', 'ada@acme.example');
  const freed = await release(user.id, '--email', email);
  const again = await program.command(['accounts', 'show', '--email', email]);

  expect(JSON.parse(shown.out)).toEqual({
    id: user.id,
    email,
    isEmailVerified: false,
    name: 'Eve',
    createdAt: expect.stringMatching(/Z$/) as string,
    tenants: [{ id: tenant.id, name: 'Strange', role: 'ADMIN' }],
  });
  for (const part of [user.id, email, 'never proved', tenant.id]) expect(told.out).toContain(part);
  const codes = [shown, told, unnamed, another, freed, again].map(({ code }) => code);
  expect(codes).toEqual([0, 0, 2, 5, 0, 5]);
  expect(freed.out).toContain(`${user.id}@released.invalid`);
});
