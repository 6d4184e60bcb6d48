/** A name in a pointer has so many characters at most: who sends longer ones knows which. */
const nameLengthMax = 200;

/** A JSON Pointer (RFC 6901). */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${shown(String(part))}`).join('');

const shown = (name: string): string => {
  const cut = name.length > nameLengthMax ? `${name.slice(0, nameLengthMax)}…` : name;
  return cut.replaceAll('~', '~0').replaceAll('/', '~1');
};
