/** Where a command says what it found: as JSON for programs, or in columns for people. */
export interface Output {
  readonly isJson: boolean;
  readonly write: (text: string) => void;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A list of things of one kind. */
export const printRows = ({ isJson, write }: Output, rows: readonly Row[]): void => {
  if (isJson) return write(`${JSON.stringify(rows, null, 2)}\n`);
  const [first] = rows;
  if (first === undefined) return write('Nothing found.\n');
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '-')))];
  const widths = names.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of cells) {
    const padded = line.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    write(`${padded.join('  ').trimEnd()}\n`);
  }
};

/** One outcome: an object for programs, a sentence for people. */
export const printOutcome = (
  { isJson, write }: Output,
  outcome: object,
  sentence: string,
): void => {
  write(isJson ? `${JSON.stringify(outcome, null, 2)}\n` : `${sentence}\n`);
};
