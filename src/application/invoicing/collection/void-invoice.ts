import { heldBalance } from '#application/invoicing/collection/held-balance.ts';
import { waiveCredits } from '#application/invoicing/collection/waive-credits.ts';
import type { Book, BookRepositories } from '#application/invoicing/documents/book.ts';
import type { LockedInvoice } from '#application/invoicing/documents/lock-invoice.ts';
import { lockInvoice, scheduleBy } from '#application/invoicing/documents/lock-invoice.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import { reissue } from '#application/invoicing/documents/reissue.ts';
import type { BalanceTransaction } from '#application/invoicing/ports.ts';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { BalanceSpent } from '#domain/invoicing/errors.ts';
import type { VoidedInvoice } from '#domain/invoicing/invoice.ts';
import { invoiceTextLimits } from '#domain/invoicing/invoice-texts.ts';
import { waived } from '#domain/invoicing/reissue.ts';
import { requireVoidable } from '#domain/invoicing/required-state.ts';
import { checkAll, orNull } from '#domain/shared/check.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { withinRange } from '#domain/shared/money.ts';
import { parseText } from '#domain/shared/text.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface VoidInvoiceInput {
  readonly invoiceId: InvoiceId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  /** Whether its charges are copied to another invoice; else they are waived. False by default. */
  readonly reissue?: boolean | undefined;
  /** For people. */
  readonly reason?: string | null | undefined;
}

/**
 * Voids an issued invoice. It keeps its number and all that it says, and nothing of it is owed. The
 * balance that it applied is returned, and what it moved to the balance is taken back. Its charges
 * are waived, or copied to an invoice that replaces it.
 */
export class VoidInvoice implements UseCase<VoidInvoiceInput, InvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | InvoiceNotFound | VersionMismatch | InvoiceNotIssued | InvoiceVoided}
   * @throws {InvoiceHasPayments | InvoiceCredited | BalanceSpent | CustomerBusy}
   */
  execute(context: RequestContext, input: VoidInvoiceInput): Promise<InvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;
    const { invoiceId, version } = input;
    const { reason } = checkAll({ reason: () => orNull(parseReason)(input.reason) });

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const locked = await lockInvoice(repositories, invoiceId, version);
      const { now } = locked;
      const owed = requireVoidable(locked.invoice);
      const book = await openBook(repositories, { ...run, hash, now }, [owed.facts.customerId]);
      const reissuedAs = input.reissue === true ? run.nextId('inv') : null;
      const voided = owed.void({ at: now, reason, reissuedAs });

      await returnBalance(book, voided);
      const saved = await repositories.invoices.save(voided);
      await takeCharges(book, voided, reissuedAs, locked);
      return invoiceView(saved);
    });
  }
}

const parseReason = (text: string): string => parseText(text, invoiceTextLimits.voidReason);

/**
 * Undoes what the invoice did to the balance.
 * @throws {BalanceSpent}
 * @throws {InvalidValue} `amount_out_of_range` where the balance would hold too much
 */
const returnBalance = async (
  { repositories, nextId, now }: Book,
  { facts }: VoidedInvoice,
): Promise<void> => {
  const { id: invoiceId, customerId, currency, balanceApplied, movedToBalance } = facts;
  const amount = balanceApplied.minus(movedToBalance);
  if (amount.isZero()) return;
  const balance = await heldBalance(repositories, customerId, currency);
  if (amount.isNegative() && balance.compare(movedToBalance) < 0) {
    throw new BalanceSpent();
  }
  withinRange(balance.plus(amount));
  const transaction: BalanceTransaction = {
    id: nextId('bal'),
    customerId,
    amount,
    kind: 'voided',
    reason: facts.voided?.reason ?? null,
    invoiceId,
    createdAt: now,
  };
  await repositories.balances.move([transaction]);
};

/** Has nothing of the charges credited any more, and copies those that are still owed. */
const takeCharges = async (
  book: Book,
  voided: VoidedInvoice,
  reissuedAs: InvoiceId | null,
  locked: LockedInvoice,
): Promise<void> => {
  const { charges } = book.repositories;
  const { id } = voided.facts;
  const lines = (await charges.onInvoices([id])).get(id) ?? [];
  if (reissuedAs === null) await waiveCredits(book, id, lines);
  const credited = waived(lines);
  if (credited.size > 0) await charges.credit(credited);
  if (reissuedAs === null) return;
  const { finalizesAt, overdueAt } = await reissue(book, voided, lines, reissuedAs);
  await scheduleBy(book.repositories, locked, [finalizesAt, overdueAt]);
};
