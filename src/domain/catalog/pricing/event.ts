/** One event of a price that goes through single events. Decimals, money in major units. */
export interface PricedEvent {
  /** How much of it; of money, in major units. */
  readonly value: string;
  /** The amount that it carries, in major units. */
  readonly amount: string | null;
  readonly properties: Readonly<Record<string, string>>;
}
