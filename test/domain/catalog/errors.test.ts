import { expect, it } from 'vitest';
import {
  PlanAlreadyActive,
  PlanArchived,
  PlanCodeTaken,
  PlanNotArchived,
  PlanNotFound,
  PlanTermsFixed,
  PlanWithoutPrice,
  ProductCodeTaken,
  ProductInUse,
  ProductNotFound,
  UnknownProduct,
} from '#domain/catalog/errors.ts';

it.each([
  [ProductNotFound, 'notFound', 'product_not_found'],
  [ProductCodeTaken, 'conflict', 'product_code_taken'],
  [ProductInUse, 'conflict', 'product_in_use'],
  [PlanNotFound, 'notFound', 'plan_not_found'],
  [PlanCodeTaken, 'conflict', 'plan_code_taken'],
  [PlanWithoutPrice, 'conflict', 'plan_without_price'],
  [PlanTermsFixed, 'conflict', 'plan_terms_fixed'],
  [PlanAlreadyActive, 'conflict', 'plan_already_active'],
  [PlanArchived, 'conflict', 'plan_archived'],
  [PlanNotArchived, 'conflict', 'plan_not_archived'],
  [UnknownProduct, 'validation', 'invalid_request'],
] as const)('%o is a refusal of its kind, under its public code', (Refusal, kind, code) => {
  const refusal = new Refusal();

  expect(refusal).toMatchObject({ kind, code, name: Refusal.name });
  expect([Refusal.kind, Refusal.code]).toEqual([kind, code]);
});

it('a product that nobody knows is a fault in the input, at the field that names it', () => {
  const { faults } = new UnknownProduct();

  expect(faults).toEqual([
    { pointer: '/productId', code: 'unknown_product', detail: 'There is no such product.' },
  ]);
});

it('who may not change the terms of a plan is told what to do instead', () => {
  const { message } = new PlanTermsFixed();

  expect(message).toContain('make a version of it with other terms, and publish that');
});
