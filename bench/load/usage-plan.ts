/** A tenant that sends: the token or key that it shows, and its customers. */
export interface SendingTenant {
  readonly token: string;
  readonly customerIds: readonly string[];
}

/** The plan of the sender of usage. */
export interface UsagePlan {
  readonly port: number;
  readonly connections: number;
  readonly eventsEach: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly tenants: readonly SendingTenant[];
}

/** Its findings. */
export interface UsageOutcome {
  /** Events that were accepted, in all, and of those the ones while it was measured. */
  readonly accepted: number;
  readonly measured: number;
  readonly p50: number;
  readonly p99: number;
  readonly complaint: string | null;
}

/** The message of the sender to its parent. */
export type UsageReport =
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured' }
  | { readonly kind: 'done'; readonly outcome: UsageOutcome };
