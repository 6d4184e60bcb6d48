import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { freshDatabase } from '../support/database.ts';

// Uniqueness goes by the same rule everywhere: a model, the memory and PostgreSQL agree on
// which texts are taken, and on what a text finds.

const fresh = freshDatabase();
const places: { composition: Composition; context: RequestContext }[] = [];

beforeAll(async () => {
  const storages = ['memory', { databaseUrl: fresh.url(), poolMax: 2 }] as const;
  for (const storage of storages) {
    const composition = await compose({ storage });
    const request = { requestId: 'unicode' };
    const person = { name: 'Ada', email: 'ada@acme.example', password: 'correct horse' };
    const input = { tenantName: 'Acme', ...person };
    const { tenant, user } = await composition.useCases.authentication.signUp.execute(
      request,
      input,
    );
    const member = { tenantId: tenant.id, userId: user.id, role: user.role };
    places.push({ composition, context: contextOfMember(request, member, null) });
  }
});
afterAll(() => Promise.all(places.map(({ composition }) => composition.close())));

// Pieces that are the same in two forms, look alike, fold to one another, or are not seen.
const pieces = ['é', 'e\u0301', 'É', 'e', 'Å', '\u212b', 'K', '\u212a', 'ﬁ', 'fi', 'ß', 'ss', 'ẞ']
  .concat(['İ', 'i', 'ı', 'I', 'а', 'a', 'ａ', '１', '1', '한', '\u1112\u1161\u11ab', '𝒶', '-'])
  .concat(['\u0323\u0301', '\u0301\u0323', '\u200b', '\u200d', '\ufe0f', '\u3164', ' ', '京']);
const drawn = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
  .map((some) => some.join(''));

/** The outcome: `as`, or the code of the refusal. */
const outcome = async (work: Promise<unknown>, as = 'done'): Promise<string> => {
  try {
    await work;
    return as;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

let number = 0;

/** The stored form of a text; null where there is nothing to see in it. */
const kept = (text: string): string | null => {
  const composed = text.replaceAll(/^[ \u200b]+|[ \u200b]+$/g, '').normalize('NFC');
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(composed.replaceAll('\u3164', '')) ? composed : null;
};

describe('every adapter and the model agree', () => {
  test('on which external ids are taken, and on what one finds', async () => {
    const taken = new Map<string, string>();
    const give = async (externalId: string): Promise<void> => {
      number += 1;
      const input = { name: `Customer ${number}`, email: `${number}@x.example`, externalId };
      const key = kept(externalId);
      const isTaken = key !== null && taken.has(key);
      if (key !== null && !isTaken) taken.set(key, input.name);
      const expected = isTaken ? 'customer_external_id_taken' : 'done';
      for (const { composition, context } of places) {
        const { customers } = composition.useCases;
        const came = await outcome(customers.create.execute(context, input));
        expect(came).toBe(key === null ? 'invalid_request' : expected);
        for (const form of key === null ? [] : ['NFC', 'NFD']) {
          const asked = { externalId: externalId.normalize(form) };
          const { data } = await customers.list.execute(context, asked);
          expect(data.map(({ name }) => name)).toEqual([taken.get(key ?? '')]);
        }
      }
    };
    await fc.assert(fc.asyncProperty(drawn, give), { numRuns: 250, endOnFailure: true });
    expect(taken.size).toBeGreaterThan(50);
  });

  test('on which codes there can be, and which are taken', async () => {
    const taken = new Set<string>();
    const give = async (code: string): Promise<void> => {
      const isCode = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(code);
      const expected = taken.has(code) ? 'product_code_taken' : 'done';
      if (isCode) taken.add(code);
      for (const { composition, context } of places) {
        const { products } = composition.useCases;
        const came = await outcome(products.create.execute(context, { code, name: 'x' }));
        expect(came).toBe(isCode ? expected : 'invalid_request');
      }
    };
    await fc.assert(fc.asyncProperty(drawn, give), { numRuns: 250, endOnFailure: true });
    expect(taken.size).toBeGreaterThan(5);
  });

  test('on which addresses are taken, whatever their case and the locale', async () => {
    const letters = fc.constantFrom('i', 'I', 'k', 'K', 'İ', 'ı', '\u212a', 's', 'ſ', 'a', 'ａ');
    const local = fc.array(letters, { minLength: 1, maxLength: 3 }).map((some) => some.join(''));
    const taken = new Set<string>();
    const give = async (name: string): Promise<void> => {
      const email = `${name}@X.example`;
      const isAddress = /^[a-z]+$/i.test(name);
      const key = email.toLowerCase();
      const expected = taken.has(key) ? 'customer_email_taken' : 'done';
      if (isAddress) taken.add(key);
      for (const { composition, context } of places) {
        const { customers } = composition.useCases;
        const came = await outcome(customers.create.execute(context, { name: 'x', email }));
        expect(came).toBe(isAddress ? expected : 'invalid_request');
        for (const asked of isAddress ? [email.toUpperCase(), key] : []) {
          const { data } = await customers.list.execute(context, { email: asked });
          expect(data).toHaveLength(1);
        }
      }
    };
    await fc.assert(fc.asyncProperty(local, give), { numRuns: 200, endOnFailure: true });
    expect(taken.size).toBeGreaterThan(10);
  });
});
