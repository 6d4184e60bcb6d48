import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { standardUsage } from '#domain/tenants/usage-settings.ts';

const monday = instantOf(1_795_000_000_000);
const tuesday = instantOf(1_795_086_400_000);
const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');

const snapshot = {
  id: tenantId,
  name: 'Acme',
  defaultCurrency: 'EUR',
  timeZone: 'UTC',
  mode: 'live',
  billing: standardBilling,
  billingPolicy: standardPolicy,
  usage: standardUsage,
};

/** A stored tenant: it has a version, and no events that wait. */
const storedTenant = (): Tenant =>
  new Tenant({ ...Tenant.create(tenantId, { name: 'Acme' }, monday).facts, version: 2 });

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

describe('a tenant', () => {
  it('starts with euros and UTC, and says so', () => {
    const tenant = Tenant.create(tenantId, { name: ' Acme ' }, monday);

    expect(tenant.facts).toEqual({
      ...snapshot,
      version: 0,
      createdAt: monday,
      updatedAt: monday,
    });
    expect(tenant.events).toEqual([
      {
        type: 'tenant.created',
        subjectId: tenantId,
        occurredAt: monday,
        before: null,
        after: { ...snapshot, version: 1 },
      },
    ]);
  });

  it('starts with the currency and the time zone that it is given', () => {
    const input = { name: 'Acme', defaultCurrency: 'CHF', timeZone: 'europe/zurich' };

    const { facts } = Tenant.create(tenantId, input, monday);

    expect(facts).toMatchObject({ defaultCurrency: 'CHF', timeZone: 'Europe/Zurich' });
  });

  it('starts with no currency and no time zone that there is not', () => {
    const input = { name: 'Acme', defaultCurrency: 'XYZ', timeZone: 'Mars/Olympus' };

    const faults = faultsOf(() => Tenant.create(tenantId, input, monday));

    expect(faults).toEqual(['/defaultCurrency currency_unknown', '/timeZone invalid_time_zone']);
  });

  it('needs a name', () => {
    const founding = () => Tenant.create(tenantId, { name: ' ' }, monday);

    expect(faultsOf(founding)).toEqual(['/name too_short']);
  });

  it('is live or test from its founding on, and says so', () => {
    const tenant = Tenant.create(tenantId, { name: 'Acme', mode: 'test' }, monday);

    expect(tenant.facts.mode).toBe('test');
    expect(tenant.events[0]?.after).toMatchObject({ mode: 'test' });
    const changed = tenant.change({ name: 'Acme 2', mode: 'live' } as object, tuesday);
    expect(changed.facts.mode).toBe('test');
  });

  it('is founded as nothing else, and hears of every fault', () => {
    const founding = () => Tenant.create(tenantId, { name: '', mode: 'demo' }, monday);

    expect(faultsOf(founding)).toEqual(['/name too_short', '/mode invalid_mode']);
  });

  it('changes what is stated, and says what it was before', () => {
    const tenant = storedTenant();

    const changed = tenant.change({ defaultCurrency: 'JPY', timeZone: 'asia/tokyo' }, tuesday);

    const after = { ...snapshot, defaultCurrency: 'JPY', timeZone: 'Asia/Tokyo' };
    expect(changed.facts).toEqual({
      ...after,
      version: 2,
      createdAt: monday,
      updatedAt: tuesday,
    });
    expect(changed.events).toEqual([
      {
        type: 'tenant.updated',
        subjectId: tenantId,
        occurredAt: tuesday,
        before: { ...snapshot, version: 2 },
        after: { ...after, version: 3 },
      },
    ]);
    expect(tenant.facts.defaultCurrency).toBe('EUR');
  });

  it('is itself, with nothing said, where nothing differs', () => {
    const tenant = storedTenant();
    expect(tenant.events).toEqual([]);

    const changed = tenant.change({ name: ' Acme ', timeZone: 'utc' }, tuesday);

    expect(changed).toBe(tenant);
  });

  it('is refused a change with every fault at once', () => {
    const bad = { name: '', defaultCurrency: 'XAU', timeZone: '+01:00' };

    const faults = faultsOf(() => storedTenant().change(bad, tuesday));

    expect(faults).toEqual([
      '/name too_short',
      '/defaultCurrency currency_not_money',
      '/timeZone invalid_time_zone',
    ]);
  });

  it('remembers all that happened to it, in plain JSON, until it is stored', () => {
    const { events } = Tenant.create(tenantId, { name: 'Acme' }, monday).change(
      { name: 'Acme 2' },
      tuesday,
    );

    const types = events.map(({ type }) => type);
    expect(types).toEqual(['tenant.created', 'tenant.updated']);
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });

  it('that is not there is not found', () => {
    const refusal = new TenantNotFound();

    expect(refusal).toMatchObject({ kind: 'notFound', code: 'tenant_not_found', details: {} });
    expect([TenantNotFound.kind, TenantNotFound.code]).toEqual([refusal.kind, refusal.code]);
  });
});
