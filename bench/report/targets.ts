import type { Route } from '../load/plan.ts';
import type { Findings } from './findings.ts';
import { figure, table } from './tables.ts';

interface Target {
  readonly name: string;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly digits: number;
  readonly measure: (findings: Findings) => number | undefined;
}

const throughput = (route: Route, to: 'floor' | 'nest', limit: number): Target => ({
  name: `${route}: req/s, product ÷ ${to}${route === 'check' ? ' get' : ''}`,
  bound: 'at least',
  limit,
  digits: 2,
  measure: (findings) => findings.ratio('product', to, route, 'perSecond'),
});

const tail = (route: Route): Target => ({
  name: `${route}: p99, product ÷ floor`,
  bound: 'at most',
  limit: 2,
  digits: 2,
  measure: (findings) => findings.ratio('product', 'floor', route, 'p99'),
});

const targets: readonly Target[] = [
  throughput('get', 'floor', 0.7),
  throughput('list', 'floor', 0.9),
  throughput('create', 'floor', 0.45),
  throughput('check', 'floor', 0.6),
  throughput('get', 'nest', 3),
  throughput('list', 'nest', 1.8),
  throughput('create', 'nest', 1.5),
  tail('get'),
  tail('list'),
  tail('create'),
  {
    name: 'RSS of the product after load, MB',
    bound: 'at most',
    limit: 250,
    digits: 0,
    measure: (findings) => findings.footprint('product', 'residentMegabytes'),
  },
  {
    name: 'start of the product, ms',
    bound: 'at most',
    limit: 1500,
    digits: 0,
    measure: (findings) => findings.footprint('product', 'startMilliseconds'),
  },
];

/** Each target that was measured, and whether it is met. */
export const targetTable = (findings: Findings): string => {
  const rows = targets.flatMap(({ name, bound, limit, digits, measure }) => {
    const value = measure(findings);
    if (value === undefined || !Number.isFinite(value)) return [];
    const isMet = bound === 'at least' ? value >= limit : value <= limit;
    return [[name, `${bound} ${limit}`, figure(value, digits), isMet ? 'pass' : 'FAIL']];
  });
  return table(['target', '', 'measured', ''], rows, 2);
};
