import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvalidValue } from '#domain/shared/errors.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';

const request = { requestId: 'test' };
let composition: Composition;
beforeAll(async () => {
  composition = await compose({ storage: 'memory', signupOpen: false });
});
afterAll(() => composition.close());

test('a tenant that the operator makes has nobody, until its ADMIN accepts', async () => {
  const { operations, useCases } = composition;
  const input = { tenantName: ' Acme ', email: 'Ada@acme.example' };

  const { tenant, invitation, token } = await operations.createTenant.execute(request, input);

  expect(tenant).toMatchObject({ name: 'Acme', version: 1 });
  expect(invitation).toMatchObject({ email: 'Ada@acme.example', role: 'ADMIN' });
  const acceptance = { token, name: 'Ada', password: 'correct horse' };
  const entered = await useCases.authentication.acceptInvitation.execute(request, acceptance);
  expect(entered).toMatchObject({ tenant: { id: tenant.id }, user: { role: 'ADMIN' } });
});

test('who has an account becomes ADMIN of another tenant with it', async () => {
  const { operations, useCases } = composition;
  const input = { tenantName: 'Second', email: 'ada@acme.example' };

  const { tenant, token } = await operations.createTenant.execute(request, input);
  const acceptance = { token, name: 'Ada', password: 'correct horse' };
  await useCases.authentication.acceptInvitation.execute(request, acceptance);

  const signingIn = { email: 'ada@acme.example', password: 'correct horse', tenantId: tenant.id };
  const signedIn = await useCases.authentication.signIn.execute(request, signingIn);
  expect(signedIn).toMatchObject({ tenant: { name: 'Second' }, user: { role: 'ADMIN' } });
});

test('a tenant begins with the currency and the time zone that are asked for', async () => {
  const start = { defaultCurrency: 'CHF', timeZone: 'Europe/Zurich' };
  const input = { tenantName: 'Alpine', email: 'heidi@alpine.example', ...start };

  const { tenant } = await composition.operations.createTenant.execute(request, input);

  expect(tenant).toMatchObject(start);
});

test('a name and an address that are no good are told at once', async () => {
  const input = { tenantName: '', email: 'nobody' };

  const refused = composition.operations.createTenant.execute(request, input);

  await expect(refused).rejects.toMatchObject({
    faults: [{ pointer: '/tenantName' }, { pointer: '/email' }],
  } satisfies { faults: Partial<InvalidValue['faults'][number]>[] });
});
