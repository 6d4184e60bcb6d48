import { setImmediate as nextTurn } from 'node:timers/promises';
import Pdf from 'pdfkit';
import { drawHead } from '#infrastructure/pdf/document-head.ts';
import type { FontSet } from '#infrastructure/pdf/fonts.ts';
import type { SetRow, TableColumns } from '#infrastructure/pdf/line-table.ts';
import {
  carriedHeight,
  columnsOf,
  drawCarried,
  drawRow,
  drawTableHead,
  setRow,
} from '#infrastructure/pdf/line-table.ts';
import type { Frame } from '#infrastructure/pdf/page-frame.ts';
import {
  beginPage,
  drawRule,
  frameOf,
  numberPages,
  styles,
} from '#infrastructure/pdf/page-frame.ts';
import type { PrintedInvoice } from '#infrastructure/pdf/printed-invoice.ts';
import type { PrintedFact } from '#infrastructure/pdf/printed-texts.ts';
import type { Sheet } from '#infrastructure/pdf/sheet.ts';
import { lineHeightOf, sheetOf } from '#infrastructure/pdf/sheet.ts';

/** The parts that every page of a document is made with. */
interface Setting {
  readonly sheet: Sheet;
  readonly frame: Frame;
  readonly columns: TableColumns;
  readonly invoice: PrintedInvoice;
}

/** Sets an invoice. The same texts and fonts give the same bytes of PDF. */
export const typesetInvoice = async (
  invoice: PrintedInvoice,
  fonts: FontSet,
): Promise<Uint8Array> => {
  const document = beginDocument(invoice, fonts);
  const bytes = collected(document);
  const sheet = sheetOf(document, fonts);
  const frame = frameOf(invoice.paper);
  beginPage(sheet, frame, invoice);
  const columns = columnsOf(sheet, frame, invoice);
  const setting = { sheet, frame, columns, invoice };
  const head = drawHead(sheet, frame, invoice);
  const afterRows = await drawRows(setting, head);
  const afterTotals = drawTotals(setting, afterRows);
  drawNotes(setting, afterTotals);
  numberPages(sheet, frame, invoice);
  document.end();
  return bytes;
};

const beginDocument = (invoice: PrintedInvoice, fonts: FontSet): PDFKit.PDFDocument => {
  const document = new Pdf({
    autoFirstPage: false,
    bufferPages: true,
    margin: 0,
    lang: invoice.language,
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: invoice.name,
      Author: invoice.seller.name,
      Creator: 'Billing Service',
      CreationDate: new Date(invoice.writtenAt),
    },
  });
  for (const { name, opened } of [...fonts.regular, ...fonts.bold]) {
    // It takes opened fonts too, of which its types know nothing.
    document.registerFont(name, opened as unknown as Uint8Array);
  }
  return document;
};

const collected = (document: PDFKit.PDFDocument): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.once('end', () => resolve(Buffer.concat(chunks)));
    document.once('error', reject);
  });

/** Sets the table of lines, over as many pages as it takes. @returns where it ends */
const drawRows = async (setting: Setting, top: number): Promise<number> => {
  const { sheet, frame, columns, invoice } = setting;
  const { rows } = invoice;
  let y = drawTableHead(sheet, frame, columns, invoice, top);
  let last: SetRow | undefined;
  for (const row of rows) {
    const next = setRow(sheet, columns, row);
    if (y + next.height + carriedHeight > frame.bottom) {
      y = turnPage(setting, last?.row.carried, y);
      // Requests of others are not kept waiting for longer than a page takes.
      await nextTurn();
    }
    y = drawRow(sheet, frame, columns, next, y);
    last = next;
  }
  return y;
};

/** Begins the next page of the table, with the sum so far. @returns where its first row begins */
const turnPage = (
  { sheet, frame, columns, invoice }: Setting,
  sum: string | undefined,
  y: number,
): number => {
  if (sum !== undefined) drawCarried(sheet, frame, invoice.carriedForward, sum, y);
  beginPage(sheet, frame, invoice);
  const below = drawTableHead(sheet, frame, columns, invoice, frame.top);
  if (sum === undefined) return below;
  return drawCarried(sheet, frame, invoice.broughtForward, sum, below);
};

/** Sets the sums, all on one page. @returns where they end */
const drawTotals = (setting: Setting, top: number): number => {
  const { sheet, frame, invoice } = setting;
  const left = frame.left + (frame.right - frame.left) * 0.4;
  const set = invoice.totals.map((total, index) =>
    setTotal(sheet, total, index === invoice.totals.length - 1, frame.right - left),
  );
  const height = set.reduce((sum, each) => sum + each.height, 8);
  const isFull = top + height + carriedHeight > frame.bottom;
  let y = (isFull ? turnPage(setting, invoice.rows.at(-1)?.carried, top) : top) + 8;
  for (const { total, style, label, height: below } of set) {
    if (total.isStrong === true) drawRule(sheet, { ...frame, left }, y - 3);
    sheet.line(total.value, style, { x: frame.right, y }, 'right');
    label.forEach((each, index) => {
      sheet.line(each, style, { x: left, y: y + index * lineHeightOf(style) });
    });
    y += below;
  }
  return y;
};

/** A sum as it is set: the label beside it takes as many lines as it needs. */
const setTotal = (sheet: Sheet, total: PrintedFact, isLast: boolean, width: number) => {
  const style = isLast ? styles.due : total.isStrong === true ? styles.strong : styles.text;
  const labelWidth = width - sheet.widthOf(total.value, style) - 12;
  const label = sheet.wrap(total.label, style, labelWidth);
  return { total, style, label, height: label.length * lineHeightOf(style) + 4 };
};

/** Sets what is said under the sums, over as many pages as it takes. */
const drawNotes = ({ sheet, frame, invoice }: Setting, top: number): void => {
  const width = frame.right - frame.left;
  let y = top + 18;
  const write = (text: string, style: (typeof styles)['text' | 'small']): void => {
    for (const each of sheet.wrap(text, style, width)) {
      if (y + lineHeightOf(style) > frame.bottom) {
        beginPage(sheet, frame, invoice);
        y = frame.top;
      }
      sheet.line(each, style, { x: frame.left, y });
      y += lineHeightOf(style);
    }
    y += 6;
  };
  for (const note of invoice.notes) write(note, styles.text);
  if (invoice.footer !== null) write(invoice.footer, styles.small);
};
