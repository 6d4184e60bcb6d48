import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { expiryOf } from '#domain/metering/usage-life.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories & Pick<TenantRepositories, 'tenants'>>;
}

export interface EndUsageInput {
  /** The first day of a month, in UTC: events that expire before it are over. */
  readonly before: CalendarDate;
}

/** A step in one tenant. */
export interface EndedStep {
  /** The number of events. */
  readonly events: number;
  /** Nothing is left to do. */
  readonly isDone: boolean;
}

const stepMax = 5000;

/**
 * Keeps, for another retention, the next events of a tenant whose time is over and that may still
 * be counted: a level that is carried over is of all events, and a line may wait for years.
 * Roll-ups that are used no more end before the events do.
 */
export class KeepNeededUsage implements UseCase<EndUsageInput, EndedStep> {
  readonly permission = 'usage:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  execute(context: RequestContext, { before }: EndUsageInput): Promise<EndedStep> {
    return this.#dependencies.unitOfWork.run(context, async (repositories, { realNow }) => {
      const { tenants, usage, usageRollUps } = repositories;
      const tenant = await tenants.find();
      if (tenant === undefined) throw new TenantNotFound();
      const keptUntil = expiryOf(realNow, tenant.facts.usage);
      const events = await usage.keepNeeded({ before, keptUntil, limit: stepMax });
      const forgotten = await usageRollUps.forgetEnded(stepMax);
      return { events, isDone: events < stepMax && forgotten < stepMax };
    });
  }
}

/** Deletes the next keys of a tenant's events that were dropped. */
export class ForgetEndedUsage implements UseCase<EndUsageInput, EndedStep> {
  readonly permission = 'usage:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  execute(context: RequestContext, { before }: EndUsageInput): Promise<EndedStep> {
    return this.#dependencies.unitOfWork.run(context, async ({ usage }) => {
      const events = await usage.forgetEnded(before, stepMax);
      return { events, isDone: events < stepMax };
    });
  }
}
