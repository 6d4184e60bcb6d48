import { describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseTaxRateIds, taxRatesMax } from '#domain/shared/tax-rate-ids.ts';
import { TaxRateFixed } from '#domain/taxes/errors.ts';
import { ActiveTaxRate, activeIdsOf, parseTaxRate, taxRateOf } from '#domain/taxes/tax-rate.ts';
import { buildId, nextDay, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const stored = (): ActiveTaxRate => {
  const { facts } = ActiveTaxRate.create(buildId('tax'), { name: 'VAT', rate: '0.20' }, someday);
  return new ActiveTaxRate({ ...facts, version: 1 });
};

describe('a rate', () => {
  test.each(['0', '1', '0.2', '0.20', '0.081', '0.333333', '1.000000'])('may be %s', (text) => {
    expect(parseTaxRate(text)).toBe(text);
  });

  test.each(['', '-0.2', '1.1', '2', '20', '0.2000001', '.2', '0.', '00', '1e-1', ' 0.2', '0,2'])(
    'is not "%s"',
    (text) => {
      expect(refused(() => parseTaxRate(text))).toEqual([' invalid_tax_rate']);
    },
  );
});

describe('a tax rate', () => {
  test('keeps its rate as it was written, and comes on top unless it says otherwise', () => {
    const { facts, events } = stored();

    expect(facts).toMatchObject({ rate: '0.20', isInclusive: false, archivedAt: null });
    expect(events).toEqual([]);
  });

  test('is refused with every fault at once', () => {
    const input = { name: ' ', rate: '20', isInclusive: 'yes' as never };

    expect(refused(() => ActiveTaxRate.create(buildId('tax'), input, someday))).toEqual([
      '/name too_short',
      '/rate invalid_tax_rate',
      '/isInclusive invalid_flag',
    ]);
  });

  test('is renamed', () => {
    const renamed = stored().change({ name: 'VAT (standard)' }, nextDay);

    expect(renamed.facts).toMatchObject({
      name: 'VAT (standard)',
      rate: '0.20',
      createdAt: someday,
      updatedAt: nextDay,
    });
    expect(renamed.events).toMatchObject([
      {
        type: 'tax_rate.updated',
        subjectId: renamed.facts.id,
        occurredAt: nextDay,
        before: { version: 1, name: 'VAT', status: 'active' },
        after: { version: 2, name: 'VAT (standard)', status: 'active' },
      },
    ]);
  });

  test('stays itself where nothing differs, however the rate is written', () => {
    const taxRate = stored();

    expect(taxRate.change({ name: 'VAT', rate: '0.2', isInclusive: false }, someday)).toBe(taxRate);
  });

  test.each([{ rate: '0.21' }, { isInclusive: true }])('does not change to %j', (changes) => {
    expect(() => stored().change(changes, someday)).toThrow(TaxRateFixed);
  });

  test('is archived, and stays readable', () => {
    const active = stored();

    const archived = active.archive(nextDay);

    expect(archived.status).toBe('archived');
    expect(archived.facts).toEqual({ ...active.facts, updatedAt: nextDay, archivedAt: nextDay });
    expect(archived.events).toMatchObject([
      {
        type: 'tax_rate.archived',
        before: { status: 'active', archivedAt: null },
        after: { status: 'archived', archivedAt: '2026-11-20T23:06:40.000Z' },
      },
    ]);
    const [old, current] = [taxRateOf(archived.facts), taxRateOf(active.facts)];
    expect(old).toEqual({ status: 'archived', facts: archived.facts, events: [] });
    expect(current).toEqual({ status: 'active', facts: active.facts, events: [] });
    expect(activeIdsOf([active, archived])).toEqual(new Set([active.facts.id]));
    expect(activeIdsOf([archived])).toEqual(new Set());
  });

  test('tells all that happened to it before it is stored, in order', () => {
    const { events } = ActiveTaxRate.create(buildId('tax'), { name: 'VAT', rate: '0' }, someday)
      .change({ name: 'Tax' }, nextDay)
      .archive(nextDay);

    expect(events.map(({ type, before }) => `${type} ${before === null}`)).toEqual([
      'tax_rate.created true',
      'tax_rate.updated false',
      'tax_rate.archived false',
    ]);
  });
});

describe('the tax rates of something', () => {
  const ids = Array.from({ length: taxRatesMax }, () => buildId('tax'));

  test('are kept in their order', () => {
    expect(parseTaxRateIds(ids)).toEqual(ids);
    expect(parseTaxRateIds([])).toEqual([]);
  });

  const faultsOf = (given: readonly string[]): unknown => {
    try {
      return parseTaxRateIds(given);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    }
  };

  test('are ten at most', () => {
    expect(faultsOf([...ids, buildId('tax')])).toEqual([' too_many']);
  });

  test('are ids of tax rates, each named once', () => {
    const [first = ''] = ids;

    expect(faultsOf([first, 'VAT', first])).toEqual(['/1 invalid_id', '/2 repeated']);
    expect(faultsOf([buildId('prod')])).toEqual(['/0 invalid_id']);
  });
});
