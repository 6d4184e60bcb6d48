import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { logoOfColor } from '../../support/png.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, signUp } from '../world.ts';

// How a tenant and its customers bill, over HTTP: field by field, all faults at once.

const begun = {
  seller: { name: null, address: null, taxId: null, email: null, color: null, logo: null },
  numberPrefix: 'INV-',
  numberResets: 'never',
  paymentTermDays: 30,
  finalization: 'automatic',
  graceDays: 0,
  upcomingNoticeDays: 0,
  booksClosedOn: null,
  isStopped: false,
  taxRateIds: [],
};

describe.each(['memory', 'postgres'] as const)('settings of billing, on %s', (storage) => {
  const app = appUnderTest(storage);

  const patch = ({ token }: Caller, path: string, version: number, billing: unknown) =>
    app.send('patch', path, {
      token,
      headers: { 'If-Match': `"${version}"` },
      body: { billing },
    });

  test('a tenant begins with those that are assumed, and changes them field by field', async () => {
    const admin = await signUp(app);
    const { token } = admin;
    const { body: first } = await app.send('get', '/v1/tenant', { token });
    expect(first.billing).toEqual(begun);

    const seller = {
      name: 'Acme GmbH',
      address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
      taxId: 'ATU12345678',
    };
    const told = { seller, numberPrefix: 'A/', booksClosedOn: '2026-10-31', isStopped: true };
    const changed = await patch(admin, '/v1/tenant', 1, told);
    const address = { ...seller.address, line2: null, state: null };
    const after = { ...begun, ...told, seller: { ...begun.seller, ...seller, address } };
    expect(changed.body).toMatchObject({ version: 2, billing: after });

    const cleared = { seller: { taxId: null }, numberPrefix: null, isStopped: null };
    const again = await patch(admin, '/v1/tenant', 2, cleared);
    const left = {
      ...begun,
      booksClosedOn: '2026-10-31',
      seller: { ...after.seller, taxId: null },
    };
    expect(again.body.billing).toEqual(left);
    expect((await app.send('get', '/v1/tenant', { token })).body.billing).toEqual(left);
    expect((await patch(admin, '/v1/tenant', 3, null)).body.billing).toEqual(begun);
    expect((await patch(admin, '/v1/tenant', 4, {})).body.version).toBe(4);
  });

  test('a tenant hears of every fault at once', async () => {
    const bad = {
      seller: {
        name: '',
        address: { line1: 'Ring 1' },
        email: 'nobody',
        phone: '1',
        color: 'red',
        logo: 'data:image/png;base64,AAAA',
      },
      numberPrefix: 'Nº ',
      numberResets: 'monthly',
      paymentTermDays: 366,
      finalization: true,
      graceDays: '3',
      upcomingNoticeDays: 0.5,
      booksClosedOn: '2026-02-30',
      isStopped: 'no',
      color: 'red',
    };

    const { status, body } = await patch(await signUp(app), '/v1/tenant', 1, bad);

    expect(status).toBe(400);
    const faults = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(faults.toSorted()).toEqual(
      [
        '/billing/seller/name',
        '/billing/seller/address/country',
        '/billing/seller/email',
        '/billing/seller/phone',
        '/billing/seller/color',
        '/billing/seller/logo',
        '/billing/numberPrefix',
        '/billing/numberResets',
        '/billing/paymentTermDays',
        '/billing/finalization',
        '/billing/graceDays',
        '/billing/upcomingNoticeDays',
        '/billing/booksClosedOn',
        '/billing/isStopped',
        '/billing/color',
      ].toSorted(),
    );
  });

  test('a logo is shown by its digest, and refused where it is none', async () => {
    const admin = await signUp(app);
    const logoed = (version: number, logo: string | null) =>
      patch(admin, '/v1/tenant', version, { seller: { logo } });

    const first = await logoed(1, logoOfColor([200, 0, 0]));
    const same = await logoed(2, logoOfColor([200, 0, 0]));
    const other = await logoed(2, logoOfColor([0, 0, 200]));
    const none = await logoed(3, Buffer.from('<svg/>').toString('base64'));
    const digest = await logoed(3, first.body.billing.seller.logo);
    const again = await logoed(3, logoOfColor([200, 0, 0]));
    const cleared = await logoed(4, null);

    expect(first.body.billing.seller.logo).toMatch(/^[0-9a-f]{64}$/);
    expect(same.body).toEqual(first.body);
    expect(other.body.billing.seller.logo).not.toBe(first.body.billing.seller.logo);
    for (const { status, body } of [none, digest]) {
      expect([status, body.errors]).toMatchObject([
        400,
        [{ pointer: '/billing/seller/logo', code: 'invalid_logo' }],
      ]);
    }
    expect(again.body.billing.seller.logo).toBe(first.body.billing.seller.logo);
    expect([cleared.body.version, cleared.body.billing.seller.logo]).toEqual([5, null]);
  });

  test('a customer has terms of their own, which a USER may change', async () => {
    const admin = await signUp(app);
    const user = await addMember(app, admin, 'USER');
    const create = (given: object) =>
      app.send('post', '/v1/customers', {
        token: user.token,
        body: { name: 'Globex', email: newEmail(), ...given },
      });

    const plain = await create({});
    const { body } = await create({ billing: { emails: ['books@globex.example'] } });

    const none = {
      paymentTermDays: null,
      isStopped: false,
      emails: [],
      taxRateIds: null,
      locale: null,
    };
    expect(plain.body.billing).toEqual(none);
    expect(body.billing).toEqual({ ...none, emails: ['books@globex.example'] });
    const path = `/v1/customers/${body.id}`;
    const longer = await patch(user, path, 1, { paymentTermDays: 60 });
    expect(longer.body.billing).toEqual({ ...body.billing, paymentTermDays: 60 });
    const silent = await patch(user, path, 2, { emails: null, isStopped: true });
    expect(silent.body.billing).toEqual({ ...none, paymentTermDays: 60, isStopped: true });
    const emails = ['a@b.example', 'nobody', 'A@b.example'];
    const refused = await patch(user, path, 3, { paymentTermDays: -1, emails });
    const faults = refused.body.errors as { pointer: string; code: string }[];
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/billing/paymentTermDays out_of_range',
      '/billing/emails/1 invalid_email',
      '/billing/emails/2 repeated',
    ]);
    const twice = await patch(user, path, 3, { emails: ['a@b.example', 'A@b.example'] });
    expect(twice.body.errors).toMatchObject([{ pointer: '/billing/emails/1', code: 'repeated' }]);
  });
});
