import type { CsvColumn } from '#interfaces/http/response/csv-columns.ts';

/** The media type of CSV files (RFC 4180), with their names of columns in the first line. */
export const csvType = 'text/csv';

/**
 * The first line of a CSV file. It begins with the byte order mark: without it, spreadsheets take
 * UTF-8 for a code page of their own.
 */
export const csvHead = (columns: readonly CsvColumn[]): string =>
  `\uFEFF${csvLine(columns.map(({ name }) => name))}`;

/** A line for each of the things (RFC 4180). */
export const csvLines = (columns: readonly CsvColumn[], things: readonly unknown[]): string =>
  things.map((thing) => csvLine(columns.map(({ cellOf }) => cellOf(thing)))).join('');

const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(withoutFormula(cell))).join(',')}\r\n`;

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/**
 * The cell, so that no spreadsheet takes it for a formula: an apostrophe goes before one that
 * begins like one (OWASP, CSV injection). Numbers stay as they are.
 */
const withoutFormula = (cell: string): string =>
  beginsFormula.test(cell) && !isNumber.test(cell) ? `'${cell}` : cell;

// In full width too, as Japanese spreadsheets read them; and behind white space that is trimmed.
const beginsFormula = /^(?:[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;
const isNumber = /^-?\d{1,40}(?:\.\d{1,40})?$/;
