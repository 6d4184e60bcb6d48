/** A whole number as it was typed; the server refuses what is none. */
export const numberOrNull = (text: string): number | string | null => {
  if (text.trim() === '') return null;
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
};
