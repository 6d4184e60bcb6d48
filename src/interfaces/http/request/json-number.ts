const digitsKeptAlways = 15;

/** Longer than a number that anybody means: its digits would be read for nothing. */
const lengthMax = 400;

/**
 * Whether a number of JSON (RFC 8259, 6) stays what its text says when it becomes a number of ours:
 * `1.0`, `1E2` and `-0` are 1, 100 and 0, but `9007199254740990.6` would become …991, `1e400` would
 * have no end, and `1e-400` would be nothing. What is no number is for the parser to refuse.
 */
export const isExactNumber = (text: string): boolean => {
  if (text.length <= digitsKeptAlways && !hasFraction(text)) return true;
  if (text.length > lengthMax) return false;
  const written = decimalOf(text);
  if (written === undefined) return true;
  // JavaScript writes a number as the shortest decimal that reads as it: 0.1 is 0.1.
  return written === decimalOf(String(Number(text)));
};

const hasFraction = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const here = text.charCodeAt(at);
    if (here === 0x2e || here === 0x65 || here === 0x45) return true;
  }
  return false;
};

const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** One spelling for each value: digits that neither begin nor end in 0, and a power of ten. */
const decimalOf = (text: string): string | undefined => {
  const [, sign, whole, fraction = '', exponent = '0'] = parts.exec(text) ?? [];
  if (sign === undefined || whole === undefined) return undefined;
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start += 1;
  if (start === digits.length) return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${sign}${digits.slice(start, end)}e${power}`;
};
