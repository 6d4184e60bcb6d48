import { expect } from 'vitest';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { AllRepositories } from '#application/storage.ts';
import { draftInvoice } from '#domain/invoicing/invoice.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import { buildManualCharge } from '../../src/testing/billing-builders.ts';
import { codeOf } from '../billing/refusals.ts';
import type { Shop } from '../billing/shop.ts';
import { euro } from '../billing/shop.ts';

/** How often each race is run: `npm run test:races` runs each 200 times. */
export const rounds = Number(process.env['RACE_ROUNDS'] ?? 5);
export const racers = 20;

/** The outcome of each: `done`, or the code of its refusal. */
export const race = async (
  run: (index: number) => Promise<unknown>,
): Promise<readonly string[]> => {
  const runs = Array.from({ length: racers }, (_, index) => run(index));
  const settled = await Promise.allSettled(runs);
  return settled.map((each) => (each.status === 'fulfilled' ? 'done' : refusalOf(each.reason)));
};

// Nobody expects it, so the reason is shown.
const refusalOf = (error: unknown): string =>
  error instanceof Unavailable ? `unavailable, as ${String(error.cause)}` : codeOf(error);

export const count = (outcomes: readonly string[], outcome: string): number =>
  outcomes.filter((each) => each === outcome).length;

export const others = (
  outcomes: readonly string[],
  ...known: readonly string[]
): readonly string[] => outcomes.filter((each) => !known.includes(each));

export const inRounds = async (work: () => Promise<void>): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) await work();
};

/** The same runs; those that PostgreSQL or a rule broke off are counted. */
export const counting = (unitOfWork: UnitOfWork<AllRepositories>) => {
  let [attempts, successes] = [0, 0];
  const counted: UnitOfWork<AllRepositories> = {
    run: async (context, work) => {
      const result = await unitOfWork.run(context, (...given) => {
        attempts += 1;
        return work(...given);
      });
      successes += 1;
      return result;
    },
  };
  return { unitOfWork: counted, inVain: () => attempts - successes };
};

/** The lines of all documents of a tenant, once it is sure that they are sound. */
export const soundLines = async ({ context, invoices, failures }: Shop) => {
  const { data } = await invoices.list.execute(context, { limit: 100 });
  const numbers = data
    .map(({ number }) => number ?? '')
    .toSorted((one, other) => (one < other ? -1 : 1));
  const gapless = numbers.map((_, index) => `INV-${String(index + 1).padStart(6, '0')}`);
  expect(numbers).toEqual(gapless);
  expect(failures).toEqual([]);
  const verified = await invoices.verify.execute(context, {});
  expect(verified).toMatchObject({ invoices: data.length, faults: [] });
  const documents = await Promise.all(
    data.map(({ id }) => invoices.get.execute(context, { invoiceId: id })),
  );
  return documents.flatMap(({ lines }) => lines);
};

/** Stores a draft that comes to nothing; it is to be issued at an instant, or by a person. */
export const storeDraft = (
  { unitOfWork, context }: Shop,
  customerId: CustomerId,
  finalizesAt: Instant | null = null,
) =>
  unitOfWork.run(context, async (repositories, { nextId, now, mode }) => {
    await repositories.billingAccounts.open(customerId, mode);
    const drafted = draftInvoice({
      ...totalsOf([], euro, Money.zero(euro)),
      id: nextId('inv'),
      customerId,
      currency: euro,
      finalizesAt,
      memo: null,
      footer: null,
      purchaseOrder: null,
      metadata: {},
      createdAt: now,
    });
    const [line, terms] = buildManualCharge(drafted, { unitAmount: '0' });
    await repositories.invoices.add([drafted]);
    await repositories.charges.add([line], terms);
    if (finalizesAt !== null) {
      await repositories.billingAccounts.schedule(new Map([[customerId, finalizesAt]]));
    }
    return drafted.facts;
  });
