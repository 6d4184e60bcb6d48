/** A code made of a name: `team-monthly` of `Team, monthly`. Letters lose their accents. */
export const codeOfName = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, codeLengthMax)
    .replace(/-+$/u, '');

const codeLengthMax = 40;

/** The code once the name changes: one that was typed stays, one that followed the name follows. */
export const codeAfter = (code: string, oldName: string, newName: string): string =>
  code === codeOfName(oldName) ? codeOfName(newName) : code;
