import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as alerts from '#domain/alerts/errors.ts';
import * as audit from '#domain/audit/errors.ts';
import * as catalog from '#domain/catalog/errors.ts';
import * as charging from '#domain/charging/errors.ts';
import * as customers from '#domain/customers/errors.ts';
import * as events from '#domain/events/errors.ts';
import * as identity from '#domain/identity/errors.ts';
import * as invoicing from '#domain/invoicing/errors.ts';
import * as metering from '#domain/metering/errors.ts';
import * as shared from '#domain/shared/errors.ts';
import * as money from '#domain/shared/money.ts';
import * as subscriptions from '#domain/subscriptions/errors.ts';
import * as taxes from '#domain/taxes/errors.ts';
import * as tenants from '#domain/tenants/errors.ts';
import * as webhooks from '#domain/webhooks/errors.ts';

const modules = {
  alerts,
  audit,
  catalog,
  charging,
  customers,
  events,
  identity,
  invoicing,
  metering,
  shared: { ...shared, ...money },
  subscriptions,
  taxes,
  tenants,
  webhooks,
};

interface Refusal {
  readonly kind: string;
  readonly code: string;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'function' && 'code' in value && 'kind' in value;

// Callers branch on kinds and codes: a line is added, and none ever changes or goes.
test('the refusals of the domain keep their kinds and codes', () => {
  const known = Object.entries(modules).flatMap(([module, exported]) =>
    Object.entries(exported).flatMap(([name, value]: [string, unknown]) =>
      isRefusal(value) ? [`${module} ${name} ${value.kind} ${value.code}`] : [],
    ),
  );

  const recorded = readFileSync(new URL('refusals.txt', import.meta.url), 'utf8');
  expect(`${known.toSorted().join('\n')}\n`).toBe(recorded);
});
