/** The routes that are measured. */
export const routes = ['get', 'list', 'create', 'search', 'login', 'check'] as const;
export type Route = (typeof routes)[number];

/** A tenant to ask about: who asks, and customers that it has. */
export interface LoadTenant {
  readonly token: string;
  readonly email: string;
  readonly customerIds: readonly string[];
}

/** The plan of the load generator; connections take the ports in turn. */
export interface Plan {
  readonly ports: readonly number[];
  readonly connections: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  /** Which routes, and how often each is asked for: `{ get: 7, list: 2, create: 1 }`. */
  readonly mix: Partial<Readonly<Record<Route, number>>>;
  readonly tenants: readonly LoadTenant[];
  readonly password: string;
  readonly words: readonly string[];
}

/** Its findings after the warm-up. */
export interface Outcome {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
  /** The first answer that was not a 2xx, or what broke. */
  readonly complaint: string | null;
}

/** The message of the load generator: the warm-up is over, or all of it. */
export type Report = { readonly kind: 'measuring' } | { readonly kind: 'done'; outcome: Outcome };
