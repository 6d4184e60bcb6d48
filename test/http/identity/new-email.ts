let people = 0;

/** An address that nobody in this process has had. */
export const newEmail = (name = 'person'): string => {
  people += 1;
  return `${name}-${people}@example.com`;
};
