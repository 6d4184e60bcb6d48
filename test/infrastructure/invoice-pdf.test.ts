import { describe, expect, test } from 'vitest';
import type { InvoiceForm, RenderedInvoice } from '#application/invoicing/views/render-invoice.ts';
import { documentLanguages } from '#domain/invoicing/document-form.ts';
import type { DocumentLine } from '#domain/invoicing/document-line.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { instantOf, parseCalendarDate } from '#domain/shared/time.ts';
import { labelsIn } from '#infrastructure/pdf/labels-in.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import { pngLogoReader } from '#infrastructure/pdf/png-logo-reader.ts';
import { buildId } from '../../src/testing/builders.ts';
import type { PdfPage } from '../support/pdf-text.ts';
import { linesOfPage, pagesOfPdf } from '../support/pdf-text.ts';
import { pngOf } from '../support/png.ts';

const eur = parseCurrencyCode('EUR');
const euros = (minor: bigint): Money => Money.of(minor, eur);

const lineOf = (amount: bigint, given: Partial<DocumentLine> = {}): DocumentLine => ({
  id: buildId('line'),
  kind: 'recurring',
  description: 'Team plan',
  subscriptionId: null,
  subscriptionItemId: null,
  priceId: null,
  group: null,
  quantity: '1',
  servicePeriod: { start: parseCalendarDate('2026-11-01'), end: parseCalendarDate('2026-12-01') },
  startsAt: null,
  endsAt: null,
  timeZone: null,
  amount: euros(amount),
  discounts: [],
  taxes: [],
  net: euros(amount),
  total: euros(amount),
  corrects: null,
  ...given,
});

const seller = {
  name: 'Acme',
  address: {
    line1: 'Hauptstraße 12',
    line2: null,
    city: 'Wien',
    postalCode: '1010',
    state: null,
    country: 'AT',
  },
  taxId: 'ATU12345678',
  email: parseEmailAddress('billing@acme.example'),
  color: null,
  logo: null,
};

const buyer = {
  name: 'Globex',
  email: 'books@globex.example',
  billingEmails: [],
  address: null,
  taxId: null,
  externalId: 'C-1001',
  locale: null,
};

const invoiceOf = (
  lines: readonly DocumentLine[],
  given: Partial<RenderedInvoice> = {},
): RenderedInvoice => ({
  id: buildId('inv'),
  number: 'INV-000042',
  status: 'finalized',
  currency: eur,
  issuedOn: parseCalendarDate('2026-11-26'),
  dueOn: parseCalendarDate('2026-12-26'),
  discount: euros(0n),
  tax: euros(0n),
  total: lines.reduce((sum, { amount }) => sum.plus(amount), euros(0n)),
  balanceApplied: euros(0n),
  memo: null,
  footer: null,
  purchaseOrder: null,
  seller,
  logo: null,
  buyer,
  lines,
  writtenAt: instantOf(Date.UTC(2026, 10, 26)),
  ...given,
});

const english: InvoiceForm = { language: 'en', paper: 'a4' };
const renderer = pdfInvoiceRenderer();

const printed = async (invoice: RenderedInvoice, form = english): Promise<readonly PdfPage[]> =>
  pagesOfPdf(await renderer.render(invoice, form));

describe('an invoice', () => {
  test('says who, what, when and how much, each at its place', async () => {
    const lines = [
      lineOf(4900n, { quantity: '1234.5', group: 'eu-central-1' }),
      lineOf(-2940n, { kind: 'credit', description: 'Unused days' }),
      lineOf(0n, { description: 'Free seats', servicePeriod: null }),
    ];
    const given = { balanceApplied: euros(1000n), purchaseOrder: 'PO-77', memo: 'Thank you.' };

    const [page, ...others] = await printed(invoiceOf(lines, given));

    expect(others).toEqual([]);
    const told = page === undefined ? [] : linesOfPage(page);
    for (const expected of [
      'Invoice',
      'INV-000042',
      '26 Nov 2026',
      '26 Dec 2026',
      'C-1001',
      'PO-77',
      'From | Bill to',
      'Acme | Globex',
      '1010 Wien',
      'Tax ID: ATU12345678',
      'Description | Quantity | Amount (EUR)',
      'Team plan | 1,234.5 | 49.00',
      'eu-central-1',
      '1 Nov 2026 – 30 Nov 2026',
      'Unused days | 1 | -29.40',
      'Free seats | 1 | 0.00',
      'Subtotal | 19.60',
      'Total | EUR 19.60',
      'Paid from your balance | -10.00',
      'Amount due | EUR 9.60',
      'Please pay by 26 Dec 2026.',
      'Thank you.',
      'Invoice INV-000042 | Page 1 of 1',
    ]) {
      expect(told.filter((line) => line.includes(expected)).length, expected).toBeGreaterThan(0);
    }
  });

  test('shows taxes by their rates, and the line that moves the rest to the balance', async () => {
    const taxRateId = buildId('tax');
    const vat = (amount: bigint, rate: string) => {
      return { taxRateId, name: 'VAT', rate, amount: euros(amount) };
    };
    const taxed = [
      lineOf(10_000n, { taxes: [vat(2000n, '0.2')] }),
      lineOf(5000n, { taxes: [vat(1000n, '0.2')] }),
      lineOf(1000n, { taxes: [vat(75n, '0.075')] }),
    ];
    const moved = [lineOf(-2940n), lineOf(2940n, { kind: 'balance', servicePeriod: null })];

    const [first] = await printed(invoiceOf(taxed, { tax: euros(3075n), total: euros(19_075n) }));
    const [second] = await printed(invoiceOf(moved), { language: 'de', paper: 'a4' });

    const told = first === undefined ? [] : linesOfPage(first);
    expect(told).toContain('VAT 20% on 150.00 | 30.00');
    expect(told).toContain('VAT 7.5% on 10.00 | 0.75');
    expect(told).toContain('Total | EUR 190.75');
    const inGerman = second === undefined ? [] : linesOfPage(second);
    expect(inGerman).toContain('Ihrem Guthaben gutgeschrieben | 29,40');
    expect(inGerman).toContain('Zu zahlen | EUR 0,00');
  });

  test('of many lines has on each page the head of the table, and the sum so far', async () => {
    const lines = Array.from({ length: 200 }, (_, index) =>
      lineOf(100n, { description: `Seat ${index + 1}` }),
    );

    const pages = await printed(invoiceOf(lines));

    const told = pages.map(linesOfPage);
    const seats = told.flat().filter((line) => line.startsWith('Seat '));
    expect(seats).toEqual(lines.map(({ description }) => `${description} | 1 | 1.00`));
    expect(pages.length).toBeGreaterThan(5);
    let seen = 0;
    told.forEach((page, index) => {
      const before = seen;
      seen += page.filter((line) => line.startsWith('Seat ')).length;
      expect(page.at(-1)).toBe(`Invoice INV-000042 | Page ${index + 1} of ${pages.length}`);
      expect(page).toContain('Description | Quantity | Amount (EUR)');
      const brought = page.find((line) => line.startsWith('Brought forward'));
      expect(brought).toBe(index === 0 ? undefined : `Brought forward | ${before}.00`);
      const carried = page.find((line) => line.startsWith('Carried forward'));
      expect(carried).toBe(seen === 200 ? undefined : `Carried forward | ${seen}.00`);
    });
  });

  test('keeps within the paper, however long its texts are', async () => {
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter'.repeat(3);
    const wide = { ...buyer, name: long, externalId: 'W'.repeat(120) };
    const given = { buyer: wide, memo: `${long} `.repeat(40), footer: 'W'.repeat(900) };
    const lines = [lineOf(99_999_999_999_999n, { description: long, quantity: '9'.repeat(36) })];

    for (const paper of ['a4', 'letter'] as const) {
      const pages = await printed(invoiceOf(lines, given), { language: 'de', paper });
      const [width, height] = paper === 'a4' ? [595.28, 841.89] : [612, 792];
      for (const { size, texts } of pages) {
        expect(size).toEqual([width, height]);
        for (const { x, y, text } of texts) {
          // A letter is at least a quarter of its height wide, so a line that ran out would show.
          expect(x, text).toBeGreaterThanOrEqual(49);
          expect(x + text.length * 2, text).toBeLessThan(width - 49);
          expect(y, text).toBeGreaterThan(20);
        }
      }
    }
  });

  test('writes Greek and Cyrillic, and says where a character is in no font', async () => {
    const names = ['Αθηναϊκή Εταιρεία', 'ООО «Ромашка»', 'Łódź Çelik', 'Công ty Việt'];
    const named = (name: string) => invoiceOf([lineOf(1n)], { buyer: { ...buyer, name } });
    const nameIn = async (name: string) => {
      const [page] = await printed(named(name));
      return (page?.texts ?? []).map(({ text }) => text);
    };

    for (const name of names) expect(await nameIn(name)).toContain(name);
    expect(await nameIn('株式会社 Tokyo')).toContain('\uFFFD Tokyo');
  });

  test('has a color where it can be read, and its logo beside its title', async () => {
    const lines = Array.from({ length: 60 }, () => lineOf(100n));
    const rows = Array.from({ length: 9 }, () => [0, 7, 7, 7]).flat();
    const { content: logo } = pngLogoReader.read(pngOf({ width: 1, height: 9, color: 2, rows }));
    const inColor = (color: string) => invoiceOf(lines, { seller: { ...seller, color }, logo });

    const dark = await printed(inColor('#0b7285'));
    const light = await printed(inColor('#ffe600'));

    const times = (pages: readonly PdfPage[], color: string) =>
      pages.map(({ colors }) => colors.filter((each) => each === color).length);
    expect(times(dark, '11 114 133')).toEqual([2, ...dark.slice(1).map(() => 1)]);
    expect(times(light, '255 230 0')).toEqual(light.map(() => 1));
    expect(dark.map(({ images }) => images)).toEqual([[[7, 7, 7]], ...dark.slice(1).map(() => [])]);
    const below = dark[0]?.texts.find(({ text }) => text === 'Invoice number')?.y;
    expect(below).toBeLessThan(841.89 - 50 - 54);
  });

  test('that is a draft, or void, says so across each page', async () => {
    const lines = Array.from({ length: 60 }, () => lineOf(100n));
    const undated = { number: null, issuedOn: null, dueOn: null } as const;

    const drafted = await printed(invoiceOf(lines, { ...undated, status: 'draft' }));
    const voided = await printed(invoiceOf(lines, { status: 'voided' }));
    const issued = await printed(invoiceOf(lines));

    const marked = (pages: readonly PdfPage[], mark: string) =>
      pages.map(({ texts }) => texts.some(({ text }) => text === mark));
    expect(new Set(marked(drafted, 'Draft'))).toEqual(new Set([true]));
    expect(new Set(marked(voided, 'Void'))).toEqual(new Set([true]));
    expect(new Set([...marked(issued, 'Draft'), ...marked(issued, 'Void')])).toEqual(
      new Set([false]),
    );
    expect(drafted[0]?.texts.map(({ text }) => text)).toContain('Invoice (Draft)');
  });
});

describe('the bytes', () => {
  test('are the same for the same invoice, by whichever renderer', async () => {
    const invoice = invoiceOf([lineOf(4900n), lineOf(-100n)]);

    const files = await Promise.all([
      renderer.render(invoice, english),
      renderer.render(invoice, english),
      pdfInvoiceRenderer().render(invoice, english),
    ]);

    const [first, ...others] = files.map((file) => Buffer.from(file));
    for (const other of others) expect(first?.equals(other)).toBe(true);
  });

  test('have their fonts with them', async () => {
    const file = await renderer.render(invoiceOf([lineOf(1n)]), english);

    const text = Buffer.from(file).toString('latin1');
    expect(text.match(/\/FontFile2 /g)).toHaveLength(2);
    expect(text).not.toMatch(/Helvetica|Times|Courier/);
  });
});

describe('each language', () => {
  test.each(documentLanguages)('%s has words of its own for every label', async (language) => {
    const [page] = await printed(invoiceOf([lineOf(123_456_789n)]), { language, paper: 'a4' });
    const texts = new Set(page?.texts.map(({ text }) => text));
    const labels = labelsIn[language];
    const words = ['invoice', 'billedTo', 'description', 'quantity', 'total', 'amountDue'] as const;

    for (const name of words) expect(texts, name).toContain(labels[name]);
    const amounts = {
      en: '1,234,567.89',
      de: '1.234.567,89',
      fr: '1\u00A0234\u00A0567,89',
      es: '1.234.567,89',
    };
    const dates = { en: '26 Nov 2026', de: '26.11.2026', fr: '26/11/2026', es: '26/11/2026' };
    expect(texts).toContain(amounts[language]);
    expect(texts).toContain(dates[language]);
  });
});
