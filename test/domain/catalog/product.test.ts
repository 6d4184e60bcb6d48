import { describe, expect, it } from 'vitest';
import { Product } from '#domain/catalog/product.ts';
import { versioned } from '../to-snapshot.ts';
import { faultsOf, monday, productId, tuesday } from './builders.ts';

const input = {
  code: 'crm',
  name: '  CRM  ',
  description: 'Keeps customers in mind.',
  metadata: { team: 'blue' },
  taxRateIds: ['tax_01jd4x7h2cf5prw8mzk0qv9tns'],
};

const snapshot = {
  id: productId,
  code: 'crm',
  name: 'CRM',
  description: 'Keeps customers in mind.',
  metadata: { team: 'blue' },
  taxRateIds: ['tax_01jd4x7h2cf5prw8mzk0qv9tns'],
  createdAt: monday,
  updatedAt: monday,
};

describe('a product', () => {
  it('is created with its facts checked, and says so', () => {
    const product = Product.create(productId, input, monday);

    expect(product.facts).toEqual({ ...snapshot, version: 0 });
    expect(product.events).toEqual([
      {
        type: 'product.created',
        subjectId: productId,
        occurredAt: monday,
        before: null,
        after: versioned(1, snapshot),
      },
    ]);
  });

  it('needs a code and a name only', () => {
    const { facts } = Product.create(productId, { code: 'crm', name: 'CRM' }, monday);

    const rest = { description: null, metadata: {}, taxRateIds: null };
    expect(facts).toEqual({ ...snapshot, version: 0, ...rest });
  });

  it('is refused with every fault at once', () => {
    const bad = {
      code: 'two words',
      name: ' ',
      description: 'x'.repeat(2001),
      metadata: { 'a/b': 'x'.repeat(501) },
      taxRateIds: ['VAT'],
    };

    const faults = faultsOf(() => Product.create(productId, bad, monday));

    expect(faults).toEqual([
      '/code invalid_code',
      '/name too_short',
      '/description too_long',
      '/metadata/a~1b too_long',
      '/taxRateIds/0 invalid_id',
    ]);
  });

  it('changes what is stated and keeps the rest', () => {
    const product = new Product(Product.create(productId, input, monday).facts);

    const changed = product.change({ name: 'CRM 2', description: null, code: undefined }, tuesday);

    const after = { ...snapshot, name: 'CRM 2', description: null, updatedAt: tuesday };
    expect(changed.facts).toEqual({ ...after, version: 0 });
    expect(changed.events).toEqual([
      {
        type: 'product.updated',
        subjectId: productId,
        occurredAt: tuesday,
        before: versioned(0, snapshot),
        after: versioned(1, after),
      },
    ]);
    expect(product.facts.name).toBe('CRM');
  });

  it('is itself, with nothing said, where nothing differs', () => {
    const product = new Product(Product.create(productId, input, monday).facts);

    const changed = product.change({ name: 'CRM', code: undefined }, tuesday);

    expect(changed).toBe(product);
  });

  it('is refused a change with every fault at once', () => {
    const product = Product.create(productId, input, monday);

    const faults = faultsOf(() => product.change({ code: '', name: '' }, tuesday));

    expect(faults).toEqual(['/code invalid_code', '/name too_short']);
  });

  it('remembers all that happened to it until it is stored', () => {
    const removed = Product.create(productId, input, monday)
      .change({ name: 'CRM 2' }, tuesday)
      .delete(tuesday);

    const types = removed.events.map(({ type }) => type);
    expect(types).toEqual(['product.created', 'product.updated', 'product.deleted']);
  });

  it('says what it was when it is removed', () => {
    const product = new Product({ ...Product.create(productId, input, monday).facts, version: 4 });

    const removed = product.delete(tuesday);

    expect(removed).toEqual({
      id: productId,
      version: 4,
      events: [
        {
          type: 'product.deleted',
          subjectId: productId,
          occurredAt: tuesday,
          before: versioned(4, snapshot),
          after: null,
        },
      ],
    });
  });
});
