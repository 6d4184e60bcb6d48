import { planView, productView } from '#application/catalog/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import { apiKeyView, invitationView, userView } from '#application/identity/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import { webhookEndpointView } from '#application/webhooks/queries.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import { Administrators } from '#domain/identity/membership.ts';
import type { Meter } from '#domain/metering/meter.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { TaxRate } from '#domain/taxes/tax-rate.ts';
import {
  buildApiKey,
  buildFullCustomer,
  buildFullPlan,
  buildFullProduct,
  buildGrantor,
  buildId,
  buildInvitation,
  buildMembership,
  buildTaxRate,
  buildUser,
  buildWebhookEndpoint,
  byAnybody,
  invitedWith,
  nextDay,
  someday,
  weekLater,
} from './builders.ts';
import { buildMeter } from './metering-builders.ts';

/** One thing, state by state: how each is stored, and what is read of it from then on. */
export interface Life {
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

const taxRateLife = (): Life => {
  const first = buildTaxRate();
  return {
    steps: stepsOf<TaxRate>(first, {
      save: ({ taxRates }, taxRate) => taxRates.save(taxRate),
      view: taxRateView,
      changes: [
        (saved) => (saved.status === 'active' ? saved.change({ name: 'MwSt' }, nextDay) : saved),
        (saved) => (saved.status === 'active' ? saved.archive(weekLater) : saved),
      ],
    }),
    find: ({ taxRates }) => taxRates.find(first.facts.id),
    list: ({ taxRates }) => taxRates.list({ status: 'all' }, everything),
  };
};

const meterLife = (): Life => {
  const first = buildMeter();
  return {
    steps: stepsOf<Meter>(first, {
      save: ({ meters }, meter) => meters.save(meter),
      view: meterView,
      changes: [
        (saved) => (saved.status === 'active' ? saved.change({ unit: 'GB' }, nextDay) : saved),
        (saved) => (saved.status === 'active' ? saved.archive(weekLater) : saved),
      ],
    }),
    find: ({ meters }) => meters.find(first.facts.id),
    list: ({ meters }) => meters.list({ status: 'all' }, everything),
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

/** A life of each kind of thing, by its name. */
export const lives: readonly (readonly [string, () => Life])[] = [
  ['a customer', customerLife],
  ['a tax rate', taxRateLife],
  ['a meter', meterLife],
  ['a product', productLife],
  ['a plan', planLife],
  ['a member', memberLife],
  ['an invitation', invitationLife],
  ['an API key', apiKeyLife],
  ['a webhook endpoint', endpointLife],
];
