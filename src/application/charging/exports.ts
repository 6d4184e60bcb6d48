// The names of charges and how they are derived that the package exports.

export type {
  ChargeBasis,
  ChargeFacts,
  ChargeWithTerms,
  ManualCharge,
  SubscriptionCharge,
} from '#domain/charging/charge.ts';
export type {
  ChargeRounding,
  CountedBy,
  CountedEvents,
  CreditDerivation,
  CreditShare,
  Derivation,
  DerivationVersion,
  EventBasis,
  ManualDerivation,
  MeterQuantity,
  PeriodDerivation,
  PeriodKind,
  RecurringDerivation,
  StoredSpan,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
export * from '#domain/charging/errors.ts';
export type {
  CommitmentTerms,
  CommonTerms,
  FlatTerms,
  OtherTerms,
  PriceTerms,
} from '#domain/charging/terms.ts';
