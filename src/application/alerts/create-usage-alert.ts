import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageAlertView } from '#application/alerts/queries.ts';
import { usageAlertView } from '#application/alerts/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { TooManyUsageAlerts } from '#domain/alerts/errors.ts';
import type { UsageAlertInput } from '#domain/alerts/usage-alert.ts';
import { UsageAlert, usageAlertsMax } from '#domain/alerts/usage-alert.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<UsageAlertRepositories>;
}

/** Adds a usage alert. It looks at what was used when the next event comes. */
export class CreateUsageAlert implements UseCase<UsageAlertInput, UsageAlertView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | UsageAlertCodeTaken | TooManyUsageAlerts} */
  async execute(context: RequestContext, input: UsageAlertInput): Promise<UsageAlertView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const { usageAlerts, usageWatches } = repositories;
      const id = nextId('alr');
      UsageAlert.create(id, input, now);
      const customerId = await customerIn(repositories, input, now);
      const alert = UsageAlert.create(id, { ...input, customerId }, now);
      const saved = await usageAlerts.save(alert);
      // Last of all: whoever stores events waits from here to the commit.
      await usageWatches.begin();
      // Behind that lock, so that of two at once each sees the other's.
      if ((await usageAlerts.count()) > usageAlertsMax) throw new TooManyUsageAlerts();
      return usageAlertView(saved);
    });
  }
}

/** The customer that an alert looks at, where it names one, or a subscription of one. */
const customerIn = async (
  { customers, subscriptions, meters }: UsageAlertRepositories,
  { customerId = null, subscriptionId = null, meterId = null }: UsageAlertInput,
  now: Instant,
): Promise<CustomerId | null> => {
  const meter = meterId === null ? undefined : await meters.find(meterId);
  if (meterId !== null && meter?.status !== 'active') throw unknown('meterId', 'meter');
  if (subscriptionId !== null) {
    const owner = (await subscriptions.find(subscriptionId, now))?.facts.customerId;
    const isTheirs = customerId === null || customerId === owner;
    if (owner === undefined || !isTheirs) throw unknown('subscriptionId', 'subscription');
    return owner;
  }
  if (customerId === null) return null;
  if ((await customers.find(customerId)) === undefined) throw unknown('customerId', 'customer');
  return customerId;
};

const unknown = (field: string, thing: 'meter' | 'subscription' | 'customer'): InvalidValue => {
  const detail = details[thing];
  return new InvalidValue([{ pointer: `/${field}`, code: `unknown_${thing}`, detail }]);
};

const details = {
  meter: 'There is no such meter, or it is archived.',
  subscription: 'There is no such subscription, or it is not of this customer.',
  customer: 'There is no such customer.',
} as const;
