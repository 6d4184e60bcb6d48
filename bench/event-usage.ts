import { execFileSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RequestContext } from '../src/application/shared/context.ts';
import type { SubscriptionId, TenantId } from '../src/domain/shared/ids.ts';
import type { MeterInput } from '../src/domain/metering/meter.ts';
import type { Composition, compose } from '../src/infrastructure/composition/compose.ts';
import { figure, table } from './report/tables.ts';
import { benchDirectory, print, productDirectory } from './setup/places.ts';
import { connected, Postgres } from './setup/postgres.ts';
import { storeEvents } from './setup/stored-usage.ts';
import { uuidIn } from './shared/public-ids.ts';
import { eventType } from './shared/usage-events.ts';

// Asks how dear usage is that needs each event in order of time, of a customer with very many events
// that nobody rolled up: how long, how much memory, and how long does nothing else get its turn?
// Each case is a process of its own. AGAINST=<another checkout> measures that beside it.

const sizes = (process.env['EVENTS'] ?? '10000,100000,1000000').split(',').map(Number);
const against = process.env['AGAINST'];
const rounds = Number(process.env['ROUNDS'] ?? 1);
const days = 25;
const database = 'billing_bench_event_usage';
const script = `${benchDirectory}event-usage.ts`;

const meter = { name: 'Traffic', eventType, property: 'gigabytes' } as const;
const cases = {
  percentage: {
    meter: { ...meter, aggregation: 'sum' },
    price: { model: 'percentage', rate: '0.01', freeEvents: 100, perEventMaximum: '0.5' },
  },
  dynamic: {
    meter: { ...meter, aggregation: 'sum' },
    price: { model: 'dynamic', amountProperty: 'gigabytes' },
  },
  'level by seconds': {
    meter: { ...meter, aggregation: 'latest', isCarriedOver: true },
    price: { model: 'per_unit', unitAmount: '0.01', isProrated: true },
  },
  'weighted sum': {
    meter: { ...meter, aggregation: 'weighted_sum' },
    price: { model: 'per_unit', unitAmount: '0.01' },
  },
} as const;
type CaseName = keyof typeof cases;
interface Case {
  readonly meter: Omit<MeterInput, 'code'>;
  readonly price: object;
}
const caseNames = Object.keys(cases) as readonly CaseName[];

const permissions = ['customers:write', 'catalog:write', 'subscriptions:write'] as const;

/** The product as it is in a checkout, which is told by `BENCH_PRODUCT`. */
const openProduct = async (databaseUrl: string): Promise<Composition> => {
  const source = `${productDirectory}/src/infrastructure/composition/compose.ts`;
  const product = (await import(source)) as { readonly compose: typeof compose };
  return product.compose({ storage: { databaseUrl, poolMax: 2 } });
};

const contextOf = (tenantId: TenantId): RequestContext => ({
  requestId: 'bench',
  tenantId,
  mode: 'live',
  actor: { kind: 'system', name: 'bench' },
  permissions: new Set([...permissions, 'subscriptions:read', 'tenant:write']),
});

interface Seeded {
  readonly tenantId: TenantId;
  readonly customerId: string;
  readonly subscriptions: ReadonlyMap<CaseName, SubscriptionId>;
  /** One without events: asked first, so that what all of them need is loaded. */
  readonly idle: SubscriptionId;
}

/** A customer with a subscription for each case. All count the same events. */
const seed = async ({ operations, useCases }: Composition): Promise<Seeded> => {
  const { tenant } = await operations.createTenant.execute(
    { requestId: 'bench' },
    { tenantName: 'Bench', email: 'ada@bench.example', mode: 'live' },
  );
  const context = contextOf(tenant.id);
  const { id: customerId } = await useCases.customers.create.execute(context, {
    name: 'Customer',
    email: 'customer@bench.example',
    timeZone: 'UTC',
  });
  const product = await useCases.products.create.execute(context, { code: 'cdn', name: 'CDN' });
  const startsAt = new Date(Date.now() - days * 86_400_000).toISOString();
  const subscribe = async (code: string, { meter: counted, price }: Case) => {
    const { id: meterId } = await useCases.meters.create.execute(context, { ...counted, code });
    const plan = await useCases.plans.create.execute(context, {
      productId: product.id,
      code,
      name: code,
      currency: 'EUR',
      interval: { count: 1, unit: 'month' },
      billingPolicy: { countedBy: 'second' },
      prices: [{ name: 'Traffic', kind: 'usage', meterId, ...price }],
    });
    const terms = { customerId, planId: plan.id, startsAt };
    return (await useCases.subscriptions.create.execute(context, terms)).id;
  };
  const subscriptions = new Map<CaseName, SubscriptionId>();
  for (const [index, name] of caseNames.entries()) {
    subscriptions.set(name, await subscribe(`case-${index}`, cases[name]));
  }
  const { dynamic } = cases;
  const other = { ...dynamic, meter: { ...dynamic.meter, eventType: 'nobody.sends' } };
  const idle = await subscribe('idle', other);
  return { tenantId: tenant.id, customerId, subscriptions, idle };
};

interface Measured {
  readonly seconds: number;
  /** Beyond what the process held before. */
  readonly megabytes: number;
  /** The longest time in which nothing else had its turn. */
  readonly pauseMilliseconds: number;
  readonly amount: string;
}

const inMegabytes = (bytes: number): number => bytes / 1024 / 1024;

/** Asks once in this process, after a question without events. */
const ask = async ([url = '', tenantId, idle, id]: readonly string[]): Promise<Measured> => {
  const composition = await openProduct(url);
  try {
    const context = contextOf(tenantId as TenantId);
    await composition.useCases.subscriptions.currentUsage.execute(context, {
      subscriptionId: idle as SubscriptionId,
    });
    const before = inMegabytes(process.memoryUsage.rss());
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const beganAt = performance.now();
    const { data } = await composition.useCases.subscriptions.currentUsage.execute(context, {
      subscriptionId: id as SubscriptionId,
    });
    const seconds = (performance.now() - beganAt) / 1000;
    const megabytes = process.resourceUsage().maxRSS / 1024 - before;
    const amount = data.map((line) => line.amount.toDecimal()).join();
    return { seconds, megabytes, pauseMilliseconds: delays.max / 1e6, amount };
  } finally {
    await composition.close();
  }
};

/** Asks in a process of its own, started as the product is. */
const askAlone = (product: string, parameters: readonly string[]): Measured => {
  const flags = ['--max-semi-space-size=16', '--heap-growing-percent=80', '--conditions=source'];
  const env = { ...process.env, BENCH_PRODUCT: product, MALLOC_ARENA_MAX: '1' };
  const told = execFileSync(process.execPath, [...flags, script, 'ask', ...parameters], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  });
  return JSON.parse(told.trim().split('\n').at(-1) ?? '') as Measured;
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const rowOf = (events: number, name: CaseName, asked: readonly (readonly Measured[])[]) => {
  const figures = (['seconds', 'megabytes', 'pauseMilliseconds'] as const).map((field) =>
    asked.map((ofProduct) => median(ofProduct.map((each) => each[field]))),
  );
  const [first] = asked[0] ?? [];
  const isSame = asked.flat().every(({ amount }) => amount === first?.amount);
  return [
    String(events),
    name,
    ...figures.flatMap((ofField, index) => {
      const [own = Number.NaN, other] = ofField;
      const texts = ofField.map((value) => figure(value, index === 0 ? 2 : 0));
      return other === undefined ? texts : [...texts, figure(own / other, 2)];
    }),
    isSame ? 'yes' : 'NO',
  ];
};

const measureAll = async (url: string): Promise<void> => {
  const composition = await openProduct(url);
  const { tenantId, customerId, subscriptions, idle } = await seed(composition);
  await composition.close();
  const products = [productDirectory, ...(against === undefined ? [] : [against])];
  const rows: (readonly string[])[] = [];
  let stored = 0;
  for (const events of sizes) {
    await connected(url, async (client) => {
      await client.query('select prepare_usage_partition(current_date + 400)');
      const ofTenant = uuidIn('ten', tenantId) ?? '';
      const customerIds = [uuidIn('cus', customerId) ?? ''];
      const usage = { tenantId: ofTenant, customerIds, eventType, days: days - 1 };
      await storeEvents(client, usage, events - stored);
      await client.query('vacuum (analyze) usage_events');
    });
    stored = events;
    for (const [name, id] of subscriptions) {
      const asked = products.map((): Measured[] => []);
      for (let round = 0; round < rounds; round += 1) {
        for (const [place, product] of products.entries()) {
          asked[place]?.push(askAlone(product, [url, tenantId, idle, id]));
        }
      }
      rows.push(rowOf(events, name, asked));
    }
  }
  const columns = ['s', 'MB', 'pause ms'].flatMap((name) =>
    against === undefined ? [name] : [name, `against: ${name}`, 'ratio'],
  );
  print(`\n${table(['events', 'price', ...columns, 'same amount'], rows, 1)}`);
};

const [role, ...parameters] = process.argv.slice(2);
if (role === 'ask') {
  print(JSON.stringify(await ask(parameters)));
} else {
  const postgres = await Postgres.open();
  try {
    await measureAll(await postgres.create(database));
  } finally {
    await postgres.drop(database);
    await postgres.close();
  }
}
