import type { CalendarDate } from '#domain/shared/time.ts';

/** How a tenant numbers its invoices. */
export interface NumberingRule {
  /** Stands in front of each number: `INV-`. */
  readonly prefix: string;
  readonly resets: 'never' | 'yearly';
}

/** The series that an invoice of this day belongs to. */
export const seriesOn = ({ prefix, resets }: NumberingRule, issuedOn: CalendarDate): string =>
  resets === 'yearly' ? `${prefix}${issuedOn.slice(0, 4)}-` : prefix;

const digits = 6;

/** The nth number of a series: `INV-2026-000042`. */
export const numberIn = (series: string, nth: number): string =>
  `${series}${String(nth).padStart(digits, '0')}`;
