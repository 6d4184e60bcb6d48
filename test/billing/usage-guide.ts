import { readFile } from 'node:fs/promises';
import { buildId } from '../../src/testing/builders.ts';
import type { PlanShop } from './plan-shop.ts';

// Lines and their steps, as docs/billing.md shows them.

/** The lines of each document, the oldest document first. */
export const linesOf = async ({ invoices, context }: PlanShop) => {
  const { data } = await invoices.list.execute(context, { limit: 100 });
  return Promise.all(
    data
      .toReversed()
      .map(async ({ id }) => (await invoices.get.execute(context, { invoiceId: id })).lines),
  );
};

/** The steps of a line of the newest document, as the guide has them. */
export const stepsOf = async (
  shop: PlanShop,
  lineId = buildId('line'),
): Promise<readonly string[]> => {
  const { data } = await shop.invoices.list.execute(shop.context, {});
  const invoiceId = data[0]?.id ?? buildId('inv');
  const { steps } = await shop.invoices.explainLine.execute(shop.context, { invoiceId, lineId });
  return steps.map(({ text, amount }) => `| ${text} | ${amount} |`);
};

/** The rows of the table in docs/billing.md whose first column has this name. */
export const guideRows = async (name: string): Promise<readonly string[]> => {
  const guide = await readFile(new URL('../../docs/billing.md', import.meta.url), 'utf8');
  const [, table = ''] = guide.split(`| ${name} | amount |\n|---|---|\n`);
  const [rows = ''] = table.split('\n\n');
  return rows
    .trimEnd()
    .split('\n')
    .filter((row) => row !== '');
};
