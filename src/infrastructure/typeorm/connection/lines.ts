// A column of many rows, as one text with a line for each: PostgreSQL takes lines apart in less
// time than it takes an array of texts, as the driver writes it. No text of it may have line ends:
// ids, instants, JSON, and what was parsed as one line.

/** A column of rows, as a parameter that `linesIn` reads. */
export const linesOf = <Row>(rows: readonly Row[], read: (row: Row) => string): string =>
  rows.map(read).join('\n');

/** SQL for the texts that `linesOf` wrote. One row with an empty text reads as none. */
export const linesIn = (parameter: string): string => `string_to_array(${parameter}, e'\\n')`;

/** As `linesOf`, where a row may have nothing: that is an empty line. */
export const optionalLinesOf = <Row>(
  rows: readonly Row[],
  read: (row: Row) => string | null,
): string => rows.map((row) => read(row) ?? '').join('\n');

/** SQL for what `optionalLinesOf` wrote: null for an empty line, none for one empty line alone. */
export const optionalLinesIn = (parameter: string): string =>
  `string_to_array(${parameter}, e'\\n', '')`;
