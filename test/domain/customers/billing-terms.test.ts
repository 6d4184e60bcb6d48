import { describe, expect, it } from 'vitest';
import type { BillingTermsChanges } from '#domain/customers/billing-terms.ts';
import { standardTerms } from '#domain/customers/billing-terms.ts';
import { Customer } from '#domain/customers/customer.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

const monday = instantOf(1_795_000_000_000);
const id = idFromUuid('cus', '01900000-0000-7000-8000-0000000000a1');
const input = { name: 'Globex', email: 'ada@globex.example' };

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

const created = (billing?: BillingTermsChanges | null) =>
  Customer.create(id, { ...input, billing }, monday);

const told = {
  paymentTermDays: 60,
  isStopped: true,
  emails: ['books@globex.example', ' Boss@Globex.example '],
  taxRateIds: ['tax_01jd4x7h2cf5prw8mzk0qv9tns'],
  locale: 'de-AT',
};

describe('how a customer is billed', () => {
  it.each([undefined, null, {}])('begins without terms of their own, given %j', (given) => {
    expect(created(given).facts.billing).toEqual({
      paymentTermDays: null,
      isStopped: false,
      emails: [],
      taxRateIds: null,
      locale: null,
    });
  });

  it('is what was said when they were created', () => {
    const { facts, events } = created(told);

    const billing = { ...told, emails: ['books@globex.example', 'Boss@Globex.example'] };
    expect(facts.billing).toEqual(billing);
    expect(events[0]?.after).toMatchObject({ billing });
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });

  it('changes field by field: absent stays, null clears, the addresses are replaced whole', () => {
    const customer = created(told);

    const change = (billing: BillingTermsChanges | null) =>
      customer.change({ billing }, monday).facts.billing;

    const { emails } = customer.facts.billing;
    expect(change({ paymentTermDays: null })).toEqual({ ...told, paymentTermDays: null, emails });
    expect(change({ isStopped: null })).toEqual({ ...told, isStopped: false, emails });
    expect(change({ emails: ['a@b.example'] })).toEqual({ ...told, emails: ['a@b.example'] });
    expect(change({ emails: null })).toEqual({ ...told, emails: [] });
    expect(change({ taxRateIds: null })).toEqual({ ...told, taxRateIds: null, emails });
    expect(change({ taxRateIds: [] })).toEqual({ ...told, taxRateIds: [], emails });
    expect(change({ locale: 'FR' })).toEqual({ ...told, locale: 'fr', emails });
    expect(change({ locale: null })).toEqual({ ...told, locale: null, emails });
    expect(change(null)).toEqual(standardTerms);
    expect(customer.change({ billing: {} }, monday)).toBe(customer);
    expect(customer.change({ billing: { emails: [...told.emails] } }, monday)).toBe(customer);
  });

  it('is refused with every fault at once', () => {
    const emails = ['a@b.example', 'nobody', ''];

    const bad = { paymentTermDays: -1, emails, isStopped: 1 as never, locale: 'de_AT' };
    const faults = faultsOf(() => created(bad));

    expect(faults).toEqual([
      '/billing/paymentTermDays out_of_range',
      '/billing/isStopped invalid_flag',
      '/billing/emails/1 invalid_email',
      '/billing/emails/2 invalid_email',
      '/billing/locale invalid_locale',
    ]);
  });

  it('names no address twice, whatever its case, and ten at most', () => {
    const ten = Array.from({ length: 10 }, (_, index) => `a${index}@b.example`);

    expect(
      faultsOf(() => created({ emails: ['a@b.example', 'c@d.example', 'A@B.example'] })),
    ).toEqual(['/billing/emails/2 repeated']);
    expect(faultsOf(() => created({ emails: ten }))).toEqual([]);
    expect(faultsOf(() => created({ emails: [...ten, 'z@b.example'] }))).toEqual([
      '/billing/emails too_many',
    ]);
  });
});
