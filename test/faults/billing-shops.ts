import { setTimeout as delay } from 'node:timers/promises';
import type { RequestContext } from '#application/shared/context.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { webhookEventTypes } from '#domain/webhooks/event-types.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { query } from '../support/embedded-postgres-lab.ts';

const [year, firstMonth] = [2026, 0];
const monthStart = (months: number): Date => new Date(Date.UTC(year, firstMonth + months, 1));
const dayOf = (months: number): string => monthStart(months).toISOString().slice(0, 10);

/** Test tenants, and the composition that opened them. */
export interface OpenedShops extends AsyncDisposable {
  readonly shops: readonly TestShop[];
}

/**
 * Opens test tenants, whose clocks stand at the first of a month, with subscriptions in each.
 * @param encryptionKey that of the workers, in base64: else they could sign no webhook
 */
export const openShops = async (
  adminUrl: string,
  size: {
    readonly tenants: number;
    readonly subscriptions: number;
    readonly webhookUrl: string;
    readonly encryptionKey: string;
  },
): Promise<OpenedShops> => {
  const composition = await compose({
    storage: { databaseUrl: adminUrl, poolMax: 10 },
    encryptionKeys: [Buffer.from(size.encryptionKey, 'base64')],
    allowPrivateWebhooks: true,
  });
  const shops: TestShop[] = [];
  for (let number = 1; number <= size.tenants; number += 1) {
    shops.push(await TestShop.open(composition, adminUrl, { ...size, number }));
  }
  return { shops, [Symbol.asyncDispose]: () => composition.close() };
};

/**
 * A test tenant whose customers each subscribe, on the first of a month, to a plan with one price
 * in advance and one in arrears.
 */
export class TestShop {
  readonly #composition: Composition;
  readonly #context: RequestContext;
  readonly #adminUrl: string;
  #subscriptions = 0;

  private constructor(composition: Composition, context: RequestContext, adminUrl: string) {
    this.#composition = composition;
    this.#context = context;
    this.#adminUrl = adminUrl;
  }

  static async open(
    composition: Composition,
    adminUrl: string,
    size: { readonly number: number; readonly subscriptions: number; readonly webhookUrl: string },
  ): Promise<TestShop> {
    const request = { requestId: 'test' };
    const { tenant } = await composition.operations.createTenant.execute(request, {
      tenantName: `Shop ${size.number}`,
      email: `ada-${size.number}@shop.example`,
      mode: 'test',
      clockStartsAt: parseInstant(monthStart(0).toISOString()),
    });
    const context: RequestContext = {
      requestId: 'test',
      tenantId: tenant.id,
      mode: 'test',
      actor: { kind: 'system', name: 'test' },
      permissions: new Set(permissions),
    };
    const shop = new TestShop(composition, context, adminUrl);
    await shop.#listen(size.webhookUrl);
    const planId = await shop.#offerPlan();
    for (let made = 0; made < size.subscriptions; made += 1) await shop.#subscribe(planId);
    return shop;
  }

  async #listen(url: string): Promise<void> {
    const { webhookEndpoints } = this.#composition.useCases;
    await webhookEndpoints.create.execute(this.#context, { url, eventTypes: ['*'] });
  }

  async #offerPlan(): Promise<PlanId> {
    const { products, plans } = this.#composition.useCases;
    const product = await products.create.execute(this.#context, { code: 'crm', name: 'CRM' });
    const amount = Money.of(4900n, parseCurrencyCode('EUR'));
    const plan = await plans.create.execute(this.#context, {
      productId: product.id,
      code: 'crm-monthly',
      name: 'CRM, monthly',
      currency: 'EUR',
      interval: { count: 1, unit: 'month' },
      prices: [
        { name: 'Fee', amount, billed: 'in_advance' },
        { name: 'Support', amount, billed: 'in_arrears' },
      ],
    });
    return plan.id;
  }

  async #subscribe(planId: PlanId): Promise<void> {
    const { customers, subscriptions } = this.#composition.useCases;
    this.#subscriptions += 1;
    const number = this.#subscriptions;
    const customer = await customers.create.execute(this.#context, {
      name: `Customer ${number}`,
      email: `customer-${number}@example.com`,
      timeZone: 'UTC',
    });
    await subscriptions.create.execute(this.#context, { customerId: customer.id, planId });
  }

  /** Sends the clock on by months; the workers take it there. */
  async advance(months: number): Promise<void> {
    const { testClock } = this.#composition.useCases;
    const to = parseInstant(monthStart(months).toISOString());
    await testClock.advance.execute(this.#context, { to, withinMilliseconds: 0 });
  }

  /** Takes the clock there in this process, beside the workers or without any. */
  async goAlong(): Promise<void> {
    const { advance } = this.#composition.operations.testClocks;
    for (;;) {
      const { status } = await advance.execute(this.#context, {});
      if (status === 'ready') return;
      await delay(100);
    }
  }

  /** The periods charged to each subscription on invoices, in order: in advance, in arrears. */
  async chargedPeriods(): Promise<readonly unknown[]> {
    return query(
      this.#adminUrl,
      `select array_agg(period_start::text order by period_start)
          filter (where description like 'Fee%') as advance,
        array_agg(period_start::text order by period_start)
          filter (where description like 'Support%') as arrears
      from charges where invoice_id is not null and ${this.#ofTenant()} group by subscription_id`,
    );
  }

  /** The periods that each subscription owes so many months after it began. */
  periodsOf(months: number): readonly unknown[] {
    const advance = Array.from({ length: months + 1 }, (_, month) => dayOf(month));
    return Array.from({ length: this.#subscriptions }, () => ({
      advance,
      arrears: advance.slice(0, months),
    }));
  }

  async numbers(): Promise<readonly string[]> {
    const rows = (await query(
      this.#adminUrl,
      `select number from invoices where ${this.#ofTenant()} order by number`,
    )) as { readonly number: string }[];
    return rows.map(({ number }) => number);
  }

  verify() {
    return this.#composition.useCases.invoices.verify.execute(this.#context, {});
  }

  verifyChain() {
    return this.#composition.useCases.audit.verify.execute(this.#context, {});
  }

  /** The events that its endpoint is still to be told of. */
  async waitingEvents(): Promise<readonly string[]> {
    const rows = (await query(
      this.#adminUrl,
      `select e.id from audit_entries e where ${this.#ofTenant('e')} and (
        e.sequence > (select min(p.sequence) from event_positions p where ${this.#ofTenant('p')})
        or exists (select from webhook_deliveries d where ${this.#ofTenant('d')}
          and d.event_id = e.id and d.status = 'pending'))`,
    )) as { readonly id: string }[];
    return rows.map(({ id }) => idFromUuid('evt', id));
  }

  /** The events that its endpoint asked for. */
  async events(): Promise<readonly string[]> {
    const types = webhookEventTypes.map((type) => `'${type}'`).join(', ');
    const rows = (await query(
      this.#adminUrl,
      `select id from audit_entries where action in (${types}) and ${this.#ofTenant()}
        and sequence > (select min(sequence) from audit_entries
          where action = 'webhook_endpoint.created' and ${this.#ofTenant()})`,
    )) as { readonly id: string }[];
    return rows.map(({ id }) => idFromUuid('evt', id));
  }

  #ofTenant(alias?: string): string {
    const of = alias === undefined ? '' : `${alias}.`;
    return `${of}tenant_id = '${uuidOf(this.#context.tenantId)}'`;
  }
}
