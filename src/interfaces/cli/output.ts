import type { Page } from '#application/shared/page.ts';
import { asPage } from '#interfaces/http/wire/wire.ts';

/** Where a command says what it found: as JSON for programs, or in columns for people. */
export interface Output {
  readonly isJson: boolean;
  readonly write: (text: string) => void;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** How one thing of a list is shown. */
interface Shown<View> {
  /** For programs, as the REST API shows it. */
  readonly asJson: (view: View) => unknown;
  /** For people, a column for each field. */
  readonly asRow: (view: View) => Row;
}

/** A part of a list of things of one kind, and how to come to the next. */
export const printPage = <View>(
  { isJson, write }: Output,
  page: Page<View>,
  { asJson, asRow }: Shown<View>,
): void => {
  if (isJson) {
    write(inJson(asPage({ ...page, data: page.data.map(asJson) })));
    return;
  }
  write(inColumns(page.data.map(asRow)));
  if (page.nextCursor !== null) write(`More: --cursor ${page.nextCursor}\n`);
  if (page.prevCursor !== null) write(`Back: --cursor ${page.prevCursor}\n`);
};

/** A list that is printed whole. */
export const printAll = <View>(output: Output, data: readonly View[], shown: Shown<View>): void =>
  printPage(output, { data, nextCursor: null, prevCursor: null }, shown);

/** One outcome: an object for programs, a sentence for people. */
export const printOutcome = (
  { isJson, write }: Output,
  outcome: unknown,
  sentence: string,
): void => {
  write(isJson ? inJson(outcome) : `${printable(sentence)}\n`);
};

/**
 * A text for a terminal: what it is told may come from files and strangers, and a control character
 * of theirs would move the cursor, or write what was never said.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, escaped);

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const inJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const inColumns = (rows: readonly Row[]): string => {
  const [first] = rows;
  if (first === undefined) return 'Nothing found.\n';
  const names = Object.keys(first);
  const cells = [
    names,
    ...rows.map((row) => names.map((name) => printable(String(row[name] ?? '-')))),
  ];
  const widths = names.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
};
