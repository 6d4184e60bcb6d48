import type { Command } from 'commander';
import type { BillingStanding } from '#application/invoicing/queries.ts';
import type { InvoiceVerification } from '#application/invoicing/verify-invoices.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import { addInvoicePdf } from '#interfaces/cli/invoice-pdf-command.ts';
import type { Opened, Within } from '#interfaces/cli/opened.ts';
import { operatorIn, operatorOf, tenantsOf } from '#interfaces/cli/operator-context.ts';
import { tenantOption } from '#interfaces/cli/options.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';

interface TenantOption {
  readonly tenant?: TenantId;
}

/** `billing invoices …` and `billing runs …` */
export const addBillingCommands = (
  program: Command,
  within: Within,
  setExitCode: (code: number) => void,
): void => {
  const invoices = program.command('invoices').description('what was issued');
  invoices
    .command('verify')
    .description('compute all issued invoices of a tenant, or of all tenants, anew, and compare')
    .addOption(tenantOption())
    .action(({ tenant }: TenantOption, command: Command) =>
      within(command, async (opened, output) => {
        const found = await ofEach(opened, tenant, (tenantId) =>
          opened.useCases.invoices.verify.execute(operatorOf(tenantId), {}),
        );
        printOutcome(output, found, found.map(verdictOf).join('\n'));
        if (found.some(({ faults }) => faults.length > 0)) setExitCode(exitCodes.checkFailed);
      }),
    );
  addInvoicePdf(invoices, within);
  const runs = program.command('runs').description('how billing stands');
  runs
    .command('status')
    .description('tell for a tenant, or for all, what is due, set aside, and waits for a person')
    .addOption(tenantOption())
    .action(({ tenant }: TenantOption, command: Command) =>
      within(command, async (opened, output) => {
        const found = await ofEach(opened, tenant, (tenantId) =>
          opened.useCases.invoices.runStatus.execute(operatorOf(tenantId), {}),
        );
        printAll(output, found, { asJson: rowOf, asRow: rowOf });
      }),
    );
};

const ofEach = async <Found extends object>(
  opened: Opened,
  tenant: TenantId | undefined,
  find: (tenantId: TenantId) => Promise<Found>,
): Promise<readonly (Found & { readonly tenantId: TenantId })[]> => {
  if (tenant !== undefined) await operatorIn(opened, tenant);
  const tenantIds = tenant === undefined ? await tenantsOf(opened) : [tenant];
  const all = [];
  for (const tenantId of tenantIds) all.push({ tenantId, ...(await find(tenantId)) });
  return all;
};

const verdictOf = ({
  tenantId,
  invoices,
  lines,
  linesWithoutEvents: gone,
  faults,
}: InvoiceVerification & { readonly tenantId: TenantId }): string =>
  faults.length === 0
    ? `${tenantId}  ${invoices} invoices, ${lines} lines: all as issued` +
      (gone === 0 ? '' : `; usage of ${gone} lines not counted again, its events are kept no more`)
    : faults
        .map(({ number, code, detail }) => `${tenantId}  ${number ?? 'series'} ${code}: ${detail}`)
        .join('\n');

const rowOf = ({ nextDueAt, ...standing }: BillingStanding & { readonly tenantId: TenantId }) => ({
  ...standing,
  nextDueAt: nextDueAt === null ? null : formatInstant(nextDueAt),
});
