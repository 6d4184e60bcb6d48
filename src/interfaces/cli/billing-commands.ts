import type { Command } from 'commander';
import { Option } from 'commander';
import type { BillingStanding } from '#application/invoicing/queries.ts';
import type { InvoiceVerification } from '#application/invoicing/verification/verify-invoices.ts';
import type { Forecast } from '#application/subscriptions/upcoming/forecast.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import { addInvoicePdf } from '#interfaces/cli/invoice-pdf-command.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import type { OfTenant } from '#interfaces/cli/operator-context.ts';
import { ofEachTenant, operatorOf } from '#interfaces/cli/operator-context.ts';
import { readInstant, tenantOption } from '#interfaces/cli/options.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { forecastWire } from '#interfaces/http/subscriptions/upcoming-wire.ts';

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
        const found = await ofEachTenant(opened, tenant, (tenantId) =>
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
        const found = await ofEachTenant(opened, tenant, (tenantId) =>
          opened.useCases.invoices.runStatus.execute(operatorOf(tenantId), {}),
        );
        printAll(output, found, { asJson: rowOf, asRow: rowOf });
      }),
    );
  addForecast(runs, within);
};

const addForecast = (runs: Command, within: Within): void => {
  runs
    .command('forecast')
    .description('tell for a tenant, or for all, what will be invoiced, without invoicing it')
    .addOption(tenantOption())
    .addOption(
      new Option(
        '--until <instant>',
        'what falls due by then; 31 days ahead where absent',
      ).argParser(readInstant),
    )
    .action(({ tenant, until }: TenantOption & { readonly until?: Instant }, command: Command) =>
      within(command, async (opened, output) => {
        const given = until === undefined ? {} : { until: formatInstant(until) };
        const found = await ofEachTenant(opened, tenant, (tenantId) =>
          opened.useCases.subscriptions.forecast.execute(operatorOf(tenantId), given),
        );
        printAll(output, found, { asJson: forecastOf, asRow: forecastRow });
      }),
    );
};

type ForecastOf = OfTenant<Forecast>;

const encodeForecast = encoderOf(forecastWire);

const forecastOf = ({ tenantId, ...forecast }: ForecastOf) => ({
  tenantId,
  ...(encodeForecast(forecast) as object),
});

const forecastRow = ({ tenantId, until, nextDueAt, totals, ...counts }: ForecastOf) => ({
  tenantId,
  customers: counts.customers,
  invoices: counts.invoices,
  customersSetAside: counts.customersSetAside,
  totals: totals.map(String).join(', ') || '-',
  until: formatInstant(until),
  nextDueAt: nextDueAt === null ? null : formatInstant(nextDueAt),
});

const verdictOf = ({
  tenantId,
  invoices,
  lines,
  linesWithoutEvents: gone,
  faults,
}: OfTenant<InvoiceVerification>): string =>
  faults.length === 0
    ? `${tenantId}  ${invoices} invoices, ${lines} lines: all as issued` +
      (gone === 0 ? '' : `; usage of ${gone} lines not counted again, its events are kept no more`)
    : faults
        .map(({ number, code, detail }) => `${tenantId}  ${number ?? 'series'} ${code}: ${detail}`)
        .join('\n');

const rowOf = ({ nextDueAt, ...standing }: OfTenant<BillingStanding>) => ({
  ...standing,
  nextDueAt: nextDueAt === null ? null : formatInstant(nextDueAt),
});
