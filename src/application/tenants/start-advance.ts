import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AdvanceTestClockInput } from '#application/tenants/advance-test-clock.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import { testClockView } from '#application/tenants/queries.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { Instant } from '#domain/shared/time.ts';
import { NotATestTenant, TestClockAdvancing } from '#domain/tenants/errors.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<TenantRepositories>;
  readonly advance: UseCase<AdvanceTestClockInput, TestClockView>;
}

export interface StartAdvanceInput extends AdvanceTestClockInput {
  /** Where the clock is to stand. */
  readonly to: Instant;
}

/**
 * Sends the tenant's test clock on, and goes along for a while. What is left then, a worker does:
 * the clock is stored with a job for it.
 */
export class StartAdvance implements UseCase<StartAdvanceInput, TestClockView> {
  readonly permission = 'tenant:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | NotATestTenant | TestClockAdvancing} */
  async execute(
    context: RequestContext,
    { to, withinMilliseconds }: StartAdvanceInput,
  ): Promise<TestClockView> {
    const { unitOfWork, advance } = this.#dependencies;
    const moving = { ...context, movesClock: true } as const;

    const sent = await unitOfWork.run(moving, async ({ testClocks }, { realNow }) => {
      const clock = await testClocks.find();
      if (clock === undefined) throw new NotATestTenant();
      if (!(clock instanceof ReadyClock)) throw new TestClockAdvancing();
      const { to: sentOn } = checkAll({ to: () => clock.advance(to, realNow) });
      return testClockView(await testClocks.save(sentOn));
    });
    // A repeated request gets the stored outcome of this run, so the first one gets it too.
    if (context.idempotency !== undefined) return sent;
    try {
      return await advance.execute(context, { withinMilliseconds });
    } catch (error) {
      // The advance is stored, and a worker takes it on: it may have the clock to itself just now.
      if (error instanceof Unavailable) return sent;
      throw error;
    }
  }
}
