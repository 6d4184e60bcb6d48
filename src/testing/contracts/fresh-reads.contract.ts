import { describe, expect, test } from 'vitest';
import { planView, productView } from '#application/catalog/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import { apiKeyView, invitationView, userView } from '#application/identity/queries.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { webhookEndpointView } from '#application/webhooks/queries.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import { Administrators } from '#domain/identity/membership.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { BillingSettings } from '#domain/tenants/billing-settings.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import {
  buildApiKey,
  buildFullCustomer,
  buildFullPlan,
  buildFullProduct,
  buildGrantor,
  buildId,
  buildInvitation,
  buildMembership,
  buildTenant,
  buildUser,
  buildWebhookEndpoint,
  byAnybody,
  invitedWith,
  nextDay,
  someday,
  weekLater,
} from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

type Tenant = TenantUnderTest<AllRepositories, AllQueries>;

/** One thing, state by state: how each is stored, and what is read of it from then on. */
interface Life {
  /** Stores the next state, and gives what it shows; undefined when the thing is gone. */
  readonly steps: readonly ((repositories: AllRepositories) => Promise<object | undefined>)[];
  readonly find?: (queries: AllQueries) => Promise<object | undefined>;
  readonly list: (queries: AllQueries) => Promise<readonly object[]>;
}

/** The steps of a thing that is stored as `first`, and then as each of the changes makes it. */
const stepsOf = <Thing extends object>(
  first: Thing,
  {
    save,
    view,
    changes,
    delete: remove,
  }: {
    readonly save: (repositories: AllRepositories, thing: Thing) => Promise<Thing>;
    readonly view: (thing: Thing) => object;
    readonly changes: readonly ((saved: Thing) => Thing)[];
    readonly delete?: (repositories: AllRepositories, saved: Thing) => Promise<void>;
  },
): Life['steps'] => {
  let saved = first;
  const saves = [(thing: Thing) => thing, ...changes].map(
    (change) => async (repositories: AllRepositories) => {
      saved = await save(repositories, change(saved));
      return view(saved);
    },
  );
  if (remove === undefined) return saves;
  return [...saves, (repositories) => remove(repositories, saved).then(() => undefined)];
};

const everything = { limit: 10, after: null };

/** How a tenant bills of whom all is known. */
const billing: BillingSettings = {
  seller: {
    name: 'Initech GmbH',
    address: {
      line1: 'Ring 1',
      line2: null,
      city: 'Wien',
      postalCode: '1010',
      state: null,
      country: 'AT',
    },
    taxId: 'ATU12345678',
    email: parseEmailAddress('billing@initech.example'),
  },
  numberPrefix: '2026-',
  numberResets: 'yearly',
  paymentTermDays: 14,
  finalization: 'manual',
  graceDays: 2,
  upcomingNoticeDays: 3,
  booksClosedOn: parseCalendarDate('2026-10-31'),
  isStopped: true,
};

const customerLife = (): Life => {
  const first = buildFullCustomer();
  return {
    steps: stepsOf(first, {
      save: ({ customers }, customer) => customers.save(customer),
      view: customerView,
      changes: [
        (saved) => saved.change({ taxId: 'DE 811569869', timeZone: 'Asia/Tokyo' }, nextDay),
        (saved) => saved.change({ billing: { emails: [], isStopped: null } }, nextDay),
        (saved) => saved.change({ externalId: null, currency: 'JPY', address: null }, weekLater),
      ],
      delete: ({ customers }, saved) => customers.delete(saved.delete(weekLater)),
    }),
    find: ({ customers }) => customers.find(first.facts.id),
    list: ({ customers }) => customers.list({}, everything),
  };
};

const productLife = (): Life => {
  const first = buildFullProduct();
  return {
    steps: stepsOf(first, {
      save: ({ products }, product) => products.save(product),
      view: productView,
      changes: [
        (saved) => saved.change({ name: 'CRM', metadata: { a: '2' } }, nextDay),
        (saved) => saved.change({ description: null }, weekLater),
      ],
      delete: ({ products }, saved) => products.delete(saved.delete(weekLater)),
    }),
    find: ({ products }) => products.find(first.facts.id),
    list: ({ products }) => products.list({}, everything),
  };
};

const planLife = (): Life => {
  const product = buildFullProduct();
  const first = buildFullPlan(product.facts.id);
  const drawId = () => buildId('price');
  const asDraft = (plan: Plan) => {
    invariant(plan.status === 'draft', 'It is a draft still.');
    return plan;
  };
  return {
    steps: stepsOf<Plan>(first, {
      save: async ({ products, plans }, plan) => {
        if ((await products.find(product.facts.id)) === undefined) await products.save(product);
        return plans.save(plan);
      },
      view: planView,
      changes: [
        (saved) => {
          const prices = saved.facts.terms.prices.toReversed();
          return asDraft(saved).change({ prices }, drawId, nextDay);
        },
        (saved) => asDraft(saved).change({ trialDays: 3, description: null }, drawId, weekLater),
        (saved) => asDraft(saved).activate(nextDay),
        (saved) => (saved.status === 'active' ? saved.archive(weekLater) : saved),
      ],
    }),
    find: ({ plans }) => plans.find(first.facts.id),
    list: ({ plans }) => plans.list({ status: 'all' }, everything),
  };
};

const memberLife = (): Life => {
  const user = buildUser();
  const change = byAnybody(new Administrators([buildId('usr'), user.facts.id]));
  return {
    steps: stepsOf(buildMembership(user), {
      save: async ({ users, memberships }, membership) => {
        if ((await users.find(user.facts.id)) === undefined) await users.save(user);
        return memberships.save(membership);
      },
      view: userView,
      changes: [(saved) => saved.changeRole('USER', change, nextDay)],
      delete: ({ memberships }, saved) => memberships.delete(saved.end(change, weekLater)),
    }),
    find: ({ users }) => users.find(user.facts.id),
    list: ({ users }) => users.list({}, everything),
  };
};

const invitationLife = (): Life => ({
  steps: stepsOf(buildInvitation({ invitedBy: buildId('usr') }), {
    save: ({ invitations }, invitation) => invitations.save(invitation),
    view: invitationView,
    changes: [(saved) => saved.issueAgain('ADMIN', invitedWith('hash-of-another'), nextDay)],
    delete: ({ invitations }, saved) => invitations.delete(saved.end(weekLater)),
  }),
  list: ({ invitations }) => invitations.list(everything, nextDay),
});

const apiKeyLife = (): Life => {
  const maker = buildGrantor({ id: buildId('usr') });
  const first = buildApiKey({ maker, permissions: ['customers:read'], expiresAt: weekLater });
  const { id } = first.facts;
  const [make, rotate, ...removal] = stepsOf(first, {
    save: ({ apiKeys }, apiKey) => apiKeys.save(apiKey),
    view: apiKeyView,
    changes: [
      (saved) =>
        saved.rotate(buildId('key'), { maker, secretHash: 'hash-of-another' }, 3600, someday).old,
    ],
    delete: ({ apiKeys }, saved) => apiKeys.delete(saved.end(weekLater)),
  });
  invariant(make !== undefined && rotate !== undefined, 'It is made and changed.');
  return {
    steps: [
      make,
      rotate,
      async ({ apiKeys }) => {
        await apiKeys.markUsed(id, nextDay);
        const found = await apiKeys.find(id);
        return found && { ...apiKeyView(found), lastUsedAt: nextDay };
      },
      ...removal,
    ],
    find: ({ apiKeys }) => apiKeys.find(id),
    list: ({ apiKeys }) => apiKeys.list(everything),
  };
};

const endpointLife = (): Life => {
  const first = buildWebhookEndpoint({ description: 'The CRM', eventTypes: ['plan.created'] });
  const changes = { url: 'https://other.acme.example/', description: null, eventTypes: ['*'] };
  return {
    steps: stepsOf(first, {
      save: ({ webhookEndpoints }, endpoint) => webhookEndpoints.save(endpoint),
      view: webhookEndpointView,
      changes: [(saved) => saved.change(changes, nextDay), (saved) => saved.leave(weekLater)],
      delete: ({ webhookEndpoints }, saved) => webhookEndpoints.delete(saved.delete(weekLater)),
    }),
    find: ({ webhookEndpoints }) => webhookEndpoints.find(first.facts.id),
    list: ({ webhookEndpoints }) => webhookEndpoints.list(everything),
  };
};

const lives: readonly (readonly [string, () => Life])[] = [
  ['a customer', customerLife],
  ['a product', productLife],
  ['a plan', planLife],
  ['a member', memberLife],
  ['an invitation', invitationLife],
  ['an API key', apiKeyLife],
  ['a webhook endpoint', endpointLife],
];

/** All that is read of the thing: twice, so that what was remembered of it would be found out. */
const look = async (tenant: Tenant, { find, list }: Life) => {
  const once = () =>
    tenant.read(async (queries) => ({ found: await find?.(queries), listed: await list(queries) }));
  return [await once(), await once()];
};

/** The second law of `ReadAccess`, for every kind of thing and every fact of it. */
export const freshReadsContract = (name: string, open: OpenStorage): void => {
  describe(`Fresh reads: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test.each(lives)('law 2: %s is read as it was last written, in every fact', async (_, of) => {
      const [tenant, life] = [await createTenant(), of()];
      const nothing = { found: undefined, listed: [] };
      expect(await look(tenant, life)).toEqual([nothing, nothing]);

      for (const step of life.steps) {
        const shown = await tenant.run(step);

        const listed = shown === undefined ? [] : [shown];
        const seen = { found: life.find === undefined ? undefined : shown, listed };
        expect(await look(tenant, life)).toStrictEqual([seen, seen]);
      }
    });

    test('law 2: a tenant is read as it was last written, in every fact', async () => {
      const tenant = await createTenant();
      const { createdAt } = buildTenant().facts;
      for (const [index, changes] of [
        { name: 'Initech', defaultCurrency: 'JPY', timeZone: 'Asia/Tokyo', billing },
        { name: 'Umbrella', defaultCurrency: 'KWD', timeZone: 'Europe/Vienna', billing: null },
      ].entries()) {
        const saved = await tenant.run(async ({ tenants }) => {
          const found = await tenants.find();
          return found && tenants.save(found.change(changes, nextDay));
        });

        const seen = await tenant.read(({ tenants }) => tenants.find());
        expect(seen).toEqual(saved && tenantView(saved));
        const { id } = tenant;
        const version = index + 2;
        const rest = { mode: 'live', createdAt, updatedAt: nextDay };
        const bills = { billing: changes.billing ?? standardBilling };
        expect(seen).toEqual({ id, version, ...changes, ...bills, ...rest });
      }
    });

    test('what is full of facts is shown with each of them', async () => {
      const tenant = await createTenant();
      const [customer, product] = [buildFullCustomer(), buildFullProduct()];
      const plan = buildFullPlan(product.facts.id);
      await tenant.run(async ({ customers, products, plans }) => {
        const stored = await customers.save(customer);
        await customers.save(stored.change({ name: 'Changed' }, nextDay));
        await products.save(product);
        await plans.save(plan);
      });

      const [ofCustomer, ofPlan] = await tenant.read(async ({ customers, plans }) => [
        await customers.find(customer.facts.id),
        await plans.find(plan.facts.id),
      ]);

      expect(ofCustomer).toEqual({
        ...customer.facts,
        version: 2,
        name: 'Changed',
        updatedAt: nextDay,
      });
      expect(ofCustomer).toMatchObject({ taxId: 'ATU12345678', createdAt: someday });
      expect(Object.values(ofCustomer ?? {})).not.toContain(null);
      expect(ofPlan).toMatchObject({ trialDays: 14, interval: { unit: 'year', count: 2 } });
      const stated = ofPlan?.prices.map(({ name: of, amount, billed }) => [
        of,
        amount.minor,
        billed,
      ]);
      expect(stated).toEqual([
        ['Zeta', 300n, 'in_arrears'],
        ['Alpha', 100n, 'in_advance'],
        ['Mid', 200n, 'in_arrears'],
      ]);
    });
  });
};
