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

  const printed = await program.run(['--json', 'accounts', 'reset-password', '--email', email]);
  const nobody = await program.run(['accounts', 'reset-password', '--email', 'x@acme.example']);

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
