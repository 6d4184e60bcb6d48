import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import type { UsageChanges } from '#domain/tenants/usage-settings.ts';
import { changeUsage, standardUsage, usageLimits } from '#domain/tenants/usage-settings.ts';

const monday = instantOf(1_795_000_000_000);
const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');

const faultsOf = (changes: UsageChanges): readonly string[] => {
  try {
    changeUsage(standardUsage, changes);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

describe('which usage a tenant takes', () => {
  it('begins with what holds where nobody says anything, and changes field by field', () => {
    const tenant = Tenant.create(tenantId, { name: 'Acme' }, monday);

    const changed = tenant.change({ usage: { maxAgeDays: 14, retentionDays: 730 } }, monday);
    const back = changed.change({ usage: { maxAgeDays: null } }, monday);

    expect(tenant.facts.usage).toEqual(standardUsage);
    const all = { maxAgeDays: 14, maxFutureMinutes: 60, retentionDays: 730 };
    expect(changed.facts.usage).toEqual(all);
    expect(back.facts.usage).toEqual({ ...all, maxAgeDays: 35 });
    expect(back.change({ usage: null }, monday).facts.usage).toEqual(standardUsage);
    expect(changed.change({ usage: { maxAgeDays: 14 } }, monday)).toBe(changed);
    expect(changed.events.at(-1)).toMatchObject({
      before: { usage: { ...standardUsage } },
      after: { usage: all },
    });
  });

  it.each(Object.entries(usageLimits) as [keyof UsageChanges, { min: number; max: number }][])(
    'has bounds: %s',
    (name, { min, max }) => {
      const wide = { maxAgeDays: 1, maxFutureMinutes: 0, retentionDays: 3650 };
      for (const value of [min, max]) {
        expect(changeUsage(standardUsage, { ...wide, [name]: value })[name]).toBe(value);
      }
      for (const value of [min - 1, max + 1, 40.5, Number.NaN, '40' as unknown as number]) {
        expect(faultsOf({ ...wide, [name]: value })).toEqual([`/${name} out_of_range`]);
      }
    },
  );

  // An event of 60 minutes ahead is too old 35 days and an hour after its receipt.
  it.each([
    [{ maxAgeDays: 35, maxFutureMinutes: 60, retentionDays: 37 }, []],
    [{ maxAgeDays: 35, maxFutureMinutes: 60, retentionDays: 36 }, ['/retentionDays']],
    [{ maxAgeDays: 35, maxFutureMinutes: 0, retentionDays: 36 }, []],
    [{ maxAgeDays: 35, maxFutureMinutes: 0, retentionDays: 35 }, ['/retentionDays']],
    [{ maxAgeDays: 35, maxFutureMinutes: 1440, retentionDays: 37 }, []],
    [{ retentionDays: 36 }, ['/retentionDays']],
  ])('is kept for longer than it may be sent for: %j', (changes, pointers) => {
    expect(faultsOf(changes)).toEqual(pointers.map((pointer) => `${pointer} retention_too_short`));
  });

  it('tells every fault at once', () => {
    expect(faultsOf({ maxAgeDays: 0, maxFutureMinutes: -1, retentionDays: 30 })).toEqual([
      '/maxAgeDays out_of_range',
      '/maxFutureMinutes out_of_range',
      '/retentionDays out_of_range',
    ]);
  });
});
