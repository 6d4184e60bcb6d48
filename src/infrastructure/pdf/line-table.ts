import type { Frame } from '#infrastructure/pdf/page-frame.ts';
import { drawRule, styles } from '#infrastructure/pdf/page-frame.ts';
import type { PrintedInvoice, PrintedRow } from '#infrastructure/pdf/printed-invoice.ts';
import type { Sheet, TextStyle } from '#infrastructure/pdf/sheet.ts';
import { lineHeightOf } from '#infrastructure/pdf/sheet.ts';

/** The columns of the table: where the texts of each begin or end, and how wide they may be. */
export interface TableColumns {
  readonly descriptionWidth: number;
  readonly quantityRight: number;
  readonly quantityWidth: number;
}

const columnGap = 16;
const quantityWidthMax = 110;
const rowPadding = 5;

/** As wide as the widest of their texts, and the description has the rest. */
export const columnsOf = (sheet: Sheet, frame: Frame, invoice: PrintedInvoice): TableColumns => {
  const { rows, columns } = invoice;
  const widest = (texts: readonly string[], style: TextStyle): number =>
    Math.max(0, ...texts.map((text) => sheet.widthOf(text, style)));
  const amounts = rows.flatMap(({ amount, carried }) => [amount, carried]);
  const amountWidth = Math.max(
    widest(amounts, styles.strong),
    sheet.widthOf(columns.amount, styles.head),
  );
  const quantities = rows.map(({ quantity }) => quantity);
  const quantityWidth = Math.max(
    Math.min(quantityWidthMax, widest(quantities, styles.text)),
    sheet.widthOf(columns.quantity, styles.head),
  );
  const quantityRight = frame.right - amountWidth - columnGap;
  const descriptionWidth = quantityRight - quantityWidth - columnGap - frame.left;
  return { descriptionWidth, quantityRight, quantityWidth };
};

/** Sets the names of the columns. @returns where the first row begins */
export const drawTableHead = (
  sheet: Sheet,
  frame: Frame,
  { quantityRight }: TableColumns,
  { columns }: PrintedInvoice,
  y: number,
): number => {
  sheet.line(columns.description, styles.head, { x: frame.left, y });
  sheet.line(columns.quantity, styles.head, { x: quantityRight, y }, 'right');
  sheet.line(columns.amount, styles.head, { x: frame.right, y }, 'right');
  const below = y + lineHeightOf(styles.head) + 3;
  drawRule(sheet, frame, below);
  return below + rowPadding;
};

/** The lines that a row takes in each of its columns. */
export interface SetRow {
  readonly row: PrintedRow;
  readonly description: readonly string[];
  readonly details: readonly string[];
  readonly quantity: readonly string[];
  readonly height: number;
}

export const setRow = (sheet: Sheet, columns: TableColumns, row: PrintedRow): SetRow => {
  const description = sheet.wrap(row.description, styles.text, columns.descriptionWidth);
  const details = row.details.flatMap((each) =>
    sheet.wrap(each, styles.small, columns.descriptionWidth),
  );
  const quantity = sheet.wrap(row.quantity, styles.text, columns.quantityWidth);
  const text = lineHeightOf(styles.text);
  const left = description.length * text + details.length * lineHeightOf(styles.small);
  const height = Math.max(left, quantity.length * text) + 2 * rowPadding;
  return { row, description, details, quantity, height };
};

export const drawRow = (
  sheet: Sheet,
  frame: Frame,
  { quantityRight }: TableColumns,
  { row, description, details, quantity, height }: SetRow,
  y: number,
): number => {
  sheet.line(row.amount, styles.text, { x: frame.right, y }, 'right');
  const text = lineHeightOf(styles.text);
  quantity.forEach((each, index) => {
    sheet.line(each, styles.text, { x: quantityRight, y: y + index * text }, 'right');
  });
  description.forEach((each, index) => {
    sheet.line(each, styles.text, { x: frame.left, y: y + index * text });
  });
  const below = y + description.length * text;
  details.forEach((each, index) => {
    const detailY = below + index * lineHeightOf(styles.small);
    sheet.line(each, styles.small, { x: frame.left, y: detailY });
  });
  drawRule(sheet, frame, y + height - rowPadding - 1);
  return y + height;
};

/** The height of a row with a sum that goes on to the next page, or comes from the one before. */
export const carriedHeight = lineHeightOf(styles.strong) + rowPadding;

export const drawCarried = (
  sheet: Sheet,
  frame: Frame,
  label: string,
  sum: string,
  y: number,
): number => {
  sheet.line(label, styles.strong, { x: frame.left, y });
  sheet.line(sum, styles.strong, { x: frame.right, y }, 'right');
  return y + carriedHeight;
};
