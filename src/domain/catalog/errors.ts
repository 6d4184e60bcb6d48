import { DomainError, InvalidValue } from '#domain/shared/errors.ts';

export class ProductNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'product_not_found';
  readonly kind = ProductNotFound.kind;
  readonly code = ProductNotFound.code;

  // The id stays out: an unknown product and another tenant's must look alike to the last byte.
  constructor() {
    super('There is no such product.');
  }
}

export class ProductCodeTaken extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'product_code_taken';
  readonly kind = ProductCodeTaken.kind;
  readonly code = ProductCodeTaken.code;

  constructor() {
    super('Another product has this code.');
  }
}

/** What was ever sold stays readable, and so does its product. */
export class ProductInUse extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'product_in_use';
  readonly kind = ProductInUse.kind;
  readonly code = ProductInUse.code;

  constructor() {
    super('Plans refer to this product, archived ones too: it cannot be deleted.');
  }
}

/** A plan was given a product that is not there, or is another tenant's: a fault in the input. */
export class UnknownProduct extends InvalidValue {
  constructor() {
    const detail = 'There is no such product.';
    super([{ pointer: '/productId', code: 'unknown_product', detail }]);
  }
}

export class PlanNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'plan_not_found';
  readonly kind = PlanNotFound.kind;
  readonly code = PlanNotFound.code;

  // The id stays out: an unknown plan and another tenant's must look alike to the last byte.
  constructor() {
    super('There is no such plan.');
  }
}

export class PlanCodeTaken extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_code_taken';
  readonly kind = PlanCodeTaken.kind;
  readonly code = PlanCodeTaken.code;

  constructor() {
    super('Another plan that is not archived has this code.');
  }
}

export class PlanWithoutPrice extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_without_price';
  readonly kind = PlanWithoutPrice.kind;
  readonly code = PlanWithoutPrice.code;

  constructor() {
    super('A plan without a price cannot be active: add one first.');
  }
}

/** Currency, interval, trial and prices are what customers agreed to: history is not rewritten. */
export class PlanTermsFixed extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_terms_fixed';
  readonly kind = PlanTermsFixed.kind;
  readonly code = PlanTermsFixed.code;

  constructor() {
    super(
      'The terms of an active plan are fixed: archive it and create another with the same code.',
    );
  }
}

export class PlanAlreadyActive extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_already_active';
  readonly kind = PlanAlreadyActive.kind;
  readonly code = PlanAlreadyActive.code;

  constructor() {
    super('An active plan cannot become a draft again.');
  }
}

export class PlanArchived extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_archived';
  readonly kind = PlanArchived.kind;
  readonly code = PlanArchived.code;

  constructor() {
    super('The plan is archived: restore it first.');
  }
}

export class PlanNotArchived extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'plan_not_archived';
  readonly kind = PlanNotArchived.kind;
  readonly code = PlanNotArchived.code;

  constructor() {
    super('The plan is not archived: there is nothing to restore.');
  }
}
