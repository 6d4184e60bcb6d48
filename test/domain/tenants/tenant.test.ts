import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import { Tenant } from '#domain/tenants/tenant.ts';

const monday = instantOf(1_795_000_000_000);
const tuesday = instantOf(1_795_086_400_000);
const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');

const snapshot = { id: tenantId, name: 'Acme', defaultCurrency: 'EUR', timeZone: 'UTC' };

/** A stored tenant: it has a version, and no events that wait. */
const storedTenant = (): Tenant =>
  new Tenant({ ...Tenant.create(tenantId, 'Acme', monday).facts, version: 2 });

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
    const tenant = Tenant.create(tenantId, ' Acme ', monday);

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

  it('needs a name', () => {
    const founding = () => Tenant.create(tenantId, ' ', monday);

    expect(founding).toThrow(InvalidValue);
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
    const { events } = Tenant.create(tenantId, 'Acme', monday).change({ name: 'Acme 2' }, tuesday);

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
