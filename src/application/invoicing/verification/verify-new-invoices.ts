import type {
  InvoiceVerificationRepository,
  InvoicingRepositories,
  SeriesStanding,
} from '#application/invoicing/ports.ts';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { RecountReads } from '#application/invoicing/verification/recount-usage.ts';
import type { InvoiceFault } from '#application/invoicing/verification/verify-invoices.ts';
import { faultsOf, provenLines } from '#application/invoicing/verification/verify-invoices.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { numberIn } from '#domain/invoicing/numbering.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<InvoicingRepositories>;
  readonly reads: ReadAccess<InvoicingReads & RecountReads>;
  readonly hash: (text: string) => string;
}

/** A step of the verification of what was issued since the last one. */
export interface VerifiedStep {
  readonly invoices: number;
  readonly faults: readonly InvoiceFault[];
  /** Nothing is left that was not verified. */
  readonly isDone: boolean;
}

const stepMax = 100;

/**
 * Verifies the next hundred at most of the invoices that were issued since the last time: as
 * `VerifyInvoices` does, and every number in turn, so that one that is missing shows. How far it
 * came is stored with each step. So it goes on where it was cut off, and where two do it at once,
 * the faults of a step are told by one of them.
 */
export class VerifyNewInvoices implements UseCase<Record<string, never>, VerifiedStep> {
  readonly permission = 'invoices:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext): Promise<VerifiedStep> {
    const standing = await this.#run(context, (verifications) => verifications.standing());
    const next = standing.find(({ lastNumber, verifiedThrough }) => verifiedThrough < lastNumber);
    if (next === undefined) return { invoices: 0, faults: [], isDone: true };
    const { series, verifiedThrough: from } = next;
    const numbers = numbersOf(next);
    const { invoices, faults } = await this.#verify(context, series, numbers);
    const through = from + numbers.length;
    const isOurs = await this.#run(context, (verifications) =>
      verifications.moveOn(series, from, through),
    );
    return { ...(isOurs ? { invoices, faults } : { invoices: 0, faults: [] }), isDone: false };
  }

  #run<Result>(
    context: RequestContext,
    work: (verifications: InvoiceVerificationRepository) => Promise<Result>,
  ): Promise<Result> {
    const { unitOfWork } = this.#dependencies;
    return unitOfWork.run(context, ({ invoiceVerifications }) => work(invoiceVerifications));
  }

  async #verify(
    context: RequestContext,
    series: string,
    numbers: readonly string[],
  ): Promise<{ readonly invoices: number; readonly faults: readonly InvoiceFault[] }> {
    const { reads, hash } = this.#dependencies;
    const { found, explained, wrong } = await reads.read(context, async (queries) => {
      const views = await queries.invoices.numbered(numbers);
      return { found: views, ...(await provenLines(queries, views)) };
    });
    const known = new Set(found.map(({ number }) => number));
    const missing = numbers.filter((number) => !known.has(number));
    const faults = [
      ...found.flatMap((each) => faultsOf(each, explained.get(each.id) ?? [], wrong, hash)),
      ...missing.map((number) => missingFault(series, number)),
    ];
    return { invoices: found.length, faults };
  }
}

const numbersOf = ({ series, verifiedThrough, lastNumber }: SeriesStanding): readonly string[] =>
  Array.from({ length: Math.min(stepMax, lastNumber - verifiedThrough) }, (_, index) =>
    numberIn(series, verifiedThrough + index + 1),
  );

const missingFault = (series: string, number: string): InvoiceFault => ({
  invoiceId: null,
  number: null,
  code: 'gap',
  detail: `The number ${number} of the series ${series} is missing.`,
});
