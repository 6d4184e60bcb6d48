import type { CatalogReads, PlanFilter, PlanView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { parseCode } from '#domain/shared/text.ts';

interface Dependencies {
  readonly reads: ReadDoor<CatalogReads>;
}

export type ListPlansInput = PlanFilter & PageRequest;

const key = { prefix: 'plan', of: ({ id }: PlanView) => id } as const;

/** Lists the tenant's plans, newest first; the archived ones where they are asked for. */
export class ListPlans implements UseCase<ListPlansInput, Page<PlanView>> {
  readonly permission = 'catalog:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} on a bad filter, limit or cursor. */
  async execute(context: RequestContext, input: ListPlansInput): Promise<Page<PlanView>> {
    const { limit, cursor, ...asked } = input;
    const filter = {
      ...asked,
      ...checkAll({
        code: () => orUndefined(parseCode)(asked.code),
        search: () => orUndefined(parseSearch)(asked.search),
      }),
    };
    return this.#dependencies.reads.read(context, ({ plans }) =>
      readPage({ limit, cursor }, key, (slice) => plans.list(filter, slice)),
    );
  }
}
