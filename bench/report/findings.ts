import type { Route } from '../load/plan.ts';
import type { ServerName } from '../setup/servers.ts';

/** The findings about one server on one route in one round. */
export interface Finding {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly cpuMilliseconds: number;
  /** The share of a core that the server's process used: at 1 it could give no more. */
  readonly busy: number;
  /** The same of the core that PostgreSQL has, with the load where there are two cores only. */
  readonly databaseBusy: number;
  /** Memory that the server held at the end. */
  readonly residentMegabytes: number;
}

/** The findings about one server in one round, whatever the route. */
export interface Footprint {
  readonly residentMegabytes: number;
  readonly startMilliseconds: number;
}

export type FindingName = keyof Finding;

/** Everything that was seen, by round. */
export class Findings {
  readonly #ofRoutes = new Map<string, Finding[]>();
  readonly #footprints = new Map<ServerName, Footprint[]>();

  add(server: ServerName, route: Route, finding: Finding): void {
    const key = `${server} ${route}`;
    this.#ofRoutes.set(key, [...(this.#ofRoutes.get(key) ?? []), finding]);
  }

  addFootprint(server: ServerName, footprint: Footprint): void {
    this.#footprints.set(server, [...(this.#footprints.get(server) ?? []), footprint]);
  }

  /** The median of the rounds; undefined where nothing was measured. */
  median(server: ServerName, route: Route, name: FindingName): number | undefined {
    return medianOf(this.#of(server, route).map((finding) => finding[name]));
  }

  /** The median of the ratios to another server, each in its round; of a check to its `get`. */
  ratio(server: ServerName, to: ServerName, route: Route, name: FindingName): number | undefined {
    const others = this.#of(to, route === 'check' ? 'get' : route);
    const ratios = this.#of(server, route).flatMap((finding, round) => {
      const other = others[round];
      return other === undefined ? [] : [finding[name] / other[name]];
    });
    return medianOf(ratios);
  }

  footprint(server: ServerName, name: keyof Footprint): number | undefined {
    return medianOf((this.#footprints.get(server) ?? []).map((footprint) => footprint[name]));
  }

  #of(server: ServerName, route: Route): readonly Finding[] {
    return this.#ofRoutes.get(`${server} ${route}`) ?? [];
  }
}

export const medianOf = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((left, right) => left - right);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
};
