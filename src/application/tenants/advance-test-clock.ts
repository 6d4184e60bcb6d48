import type { RequestContext } from '#application/shared/context.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import { systemContext } from '#application/shared/system-context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { DueWork } from '#application/tenants/due-work.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import { testClockView } from '#application/tenants/queries.ts';
import { NotATestTenant } from '#domain/tenants/errors.ts';
import type { AdvancingClock, TestClock } from '#domain/tenants/test-clock.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';

/** The ports and the work that an advance needs. */
export interface AdvanceDependencies<Repositories extends TenantRepositories> {
  readonly unitOfWork: UnitOfWork<Repositories>;
  readonly dueWork: DueWork<Repositories>;
  /** Real time. */
  readonly clock: Clock;
}

export interface AdvanceTestClockInput {
  /** In real time; without it, until the clock is where it was sent. */
  readonly withinMilliseconds?: number | undefined;
}

/**
 * Takes the tenant's test clock where it was sent: on to the earliest instant at which something is
 * due, all of that is handled, and on again. Each step is a run that has the clock to itself, so
 * none that goes by the clock is under way while it moves, and nothing due is passed over.
 *
 * All that it knows is stored. So it may be cut off at any point and go on in another process, and
 * several may do it at once.
 */
export class AdvanceTestClock<Repositories extends TenantRepositories>
  implements UseCase<AdvanceTestClockInput, TestClockView>
{
  readonly permission = 'tenant:write' as const;
  readonly #dependencies: AdvanceDependencies<Repositories>;

  constructor(dependencies: AdvanceDependencies<Repositories>) {
    this.#dependencies = dependencies;
  }

  /**
   * The clock as it is when it has arrived, when the time is over, or when others are handling all
   * that is due: it is advancing then, and goes on with the next call.
   * @throws {NotATestTenant}
   */
  async execute(
    context: RequestContext,
    { withinMilliseconds = Infinity }: AdvanceTestClockInput,
  ): Promise<TestClockView> {
    const { dueWork, clock: real } = this.#dependencies;
    const ownContext = contextOf(context);
    const until = real.now() + withinMilliseconds;
    for (;;) {
      const clock = await this.#step(ownContext);
      if (clock instanceof ReadyClock) return testClockView(clock);
      const handled = await dueWork.handleDue(ownContext, clock.facts.now);
      if (handled === 0 || real.now() >= until) return testClockView(clock);
    }
  }

  #step(context: RequestContext): Promise<TestClock> {
    const { unitOfWork, dueWork } = this.#dependencies;

    return unitOfWork.run({ ...context, movesClock: true }, async (repositories) => {
      const { testClocks } = repositories;
      const clock = await testClocks.find();
      if (clock === undefined) throw new NotATestTenant();
      if (clock instanceof ReadyClock) return clock;
      const dueAt = await dueWork.nextDueAt(repositories);
      const moved: TestClock = clock.passes(dueAt)
        ? clock.moveTo(dueAt)
        : clock.arrive(await dueWork.report(repositories, startOf(clock)));
      return moved === clock ? clock : testClocks.save(moved);
    });
  }
}

const startOf = ({ facts: { advance, now } }: AdvancingClock) => advance?.startedAt ?? now;

// Whoever asked for it, and in whatever process it goes on: what is due is handled by the clock.
const contextOf = (context: RequestContext): RequestContext =>
  systemContext({ ...context, mode: 'test' }, 'test clock');
