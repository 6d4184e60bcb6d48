import type { MeterId } from '#domain/shared/ids.ts';

/** Knows which meters prices are counted by. The module of the catalogue implements it. */
export interface PricedMeters {
  /** Whether a plan, or a version of one, has a price of this meter, whatever became of it. */
  pricesMeter(meterId: MeterId): Promise<boolean>;
}

export interface PricedMeterRepositories {
  readonly planVersions: PricedMeters;
}
