import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { DocumentLanguage, Paper } from '#domain/invoicing/document-form.ts';
import { documentLanguages, papers } from '#domain/invoicing/document-form.ts';
import type { InvoiceId, TenantId } from '#domain/shared/ids.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorIn } from '#interfaces/cli/operator-context.ts';
import { idOf, tenantOption } from '#interfaces/cli/options.ts';
import { printOutcome } from '#interfaces/cli/output.ts';

interface PdfOptions {
  readonly tenant: TenantId;
  readonly language?: DocumentLanguage;
  readonly paper?: Paper;
  readonly out?: string;
}

/** `billing invoices pdf …` */
export const addInvoicePdf = (invoices: Command, within: Within): void => {
  invoices
    .command('pdf')
    .description('print an invoice of a tenant as PDF, into a file')
    .argument('<invoiceId>', 'which invoice: inv_…', idOf('inv'))
    .addOption(tenantOption().makeOptionMandatory())
    .addOption(new Option('--language <code>', 'of its labels').choices(documentLanguages))
    .addOption(new Option('--paper <size>', 'what it is printed on').choices(papers))
    .option('--out <file>', 'the file to write; the number of the invoice where absent')
    .action((invoiceId: InvoiceId, options: PdfOptions, command: Command) =>
      within(command, async (opened, output) => {
        const { tenant, language, paper, out } = options;
        const context = await operatorIn(opened, tenant);
        const input = { invoiceId, language, paper };
        const printed = await opened.useCases.invoices.pdf.execute(context, input);
        const file = out ?? printed.filename.replaceAll('/', '-');
        await writeFile(file, printed.content);
        printOutcome(output, { file, bytes: printed.content.byteLength }, `Wrote ${file}.`);
      }),
    );
};
