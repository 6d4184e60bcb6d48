import type { MeterId } from '#domain/shared/ids.ts';

/** Knows which meters prices and limits are counted by. The catalogue implements it. */
export interface PricedMeters {
  /** Whether a plan, or a version of one, has a price or limit of it, whatever became of it. */
  pricesMeter(meterId: MeterId): Promise<boolean>;
}

export interface PricedMeterRepositories {
  readonly planVersions: PricedMeters;
}
