import { InvalidValue, refusal } from '#domain/shared/errors.ts';

// The id stays out: an unknown product and another tenant's must look alike to the last byte.
export class ProductNotFound extends refusal(
  'notFound',
  'product_not_found',
  'There is no such product.',
) {}

export class ProductCodeTaken extends refusal(
  'conflict',
  'product_code_taken',
  'Another product has this code.',
) {}

/** A plan that was ever sold stays readable, and so does its product. */
export class ProductInUse extends refusal(
  'conflict',
  'product_in_use',
  'Plans refer to this product, archived ones too: it cannot be deleted.',
) {}

/** A plan was given a product that is not there, or is another tenant's: a fault in the input. */
export class UnknownProduct extends InvalidValue {
  constructor() {
    const detail = 'There is no such product.';
    super([{ pointer: '/productId', code: 'unknown_product', detail }]);
  }
}

// The id stays out: an unknown plan and another tenant's must look alike to the last byte.
export class PlanNotFound extends refusal('notFound', 'plan_not_found', 'There is no such plan.') {}

export class PlanCodeTaken extends refusal(
  'conflict',
  'plan_code_taken',
  'Another plan that is not archived has this code.',
) {}

export class PlanWithoutPrice extends refusal(
  'conflict',
  'plan_without_price',
  'A plan without a price cannot be active: add one first.',
) {}

/** Currency, interval, trial and prices are what customers agreed to: history is not rewritten. */
export class PlanTermsFixed extends refusal(
  'conflict',
  'plan_terms_fixed',
  'The terms of an active plan are fixed: make a version of it with other terms, and publish that.',
) {}

export class PlanAlreadyActive extends refusal(
  'conflict',
  'plan_already_active',
  'An active plan cannot become a draft again.',
) {}

export class PlanArchived extends refusal(
  'conflict',
  'plan_archived',
  'The plan is archived: restore it first.',
) {}

export class PlanNotArchived extends refusal(
  'conflict',
  'plan_not_archived',
  'The plan is not archived: there is nothing to restore.',
) {}

/** A draft of a plan is changed itself: its first version is published when it is put on offer. */
export class PlanNotActive extends refusal(
  'conflict',
  'plan_not_active',
  'The plan is a draft: change the plan itself, and put it on offer to publish its first version.',
) {}

// A number that the plan has not says nothing of it, so it may stand in the path.
export class PlanVersionNotFound extends refusal(
  'notFound',
  'plan_version_not_found',
  'The plan has no version with this number.',
) {}

export class PlanVersionPublished extends refusal(
  'conflict',
  'plan_version_published',
  'A published version never changes: make another one and publish that.',
) {}

export class PlanVersionNotPublished extends refusal(
  'conflict',
  'plan_version_not_published',
  'This version of the plan is a draft: publish it first.',
) {}

/** Versions are published in the order of their numbers, so that the newest has the highest. */
export class PlanVersionSuperseded extends refusal(
  'conflict',
  'plan_version_superseded',
  'A later version of the plan is published already: make another draft from that.',
) {}
