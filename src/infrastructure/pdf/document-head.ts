import type { Frame } from '#infrastructure/pdf/page-frame.ts';
import { styles } from '#infrastructure/pdf/page-frame.ts';
import type { PrintedInvoice, PrintedParty } from '#infrastructure/pdf/printed-invoice.ts';
import type { PrintedFact } from '#infrastructure/pdf/printed-texts.ts';
import type { Place, Sheet, TextStyle } from '#infrastructure/pdf/sheet.ts';
import { lineHeightOf } from '#infrastructure/pdf/sheet.ts';

const gap = 24;

/** Sets title, facts and parties. @returns where the next thing may begin */
export const drawHead = (sheet: Sheet, frame: Frame, invoice: PrintedInvoice): number => {
  const width = frame.right - frame.left;
  const titleStyle = { ...styles.title, color: readable(invoice.color) ?? styles.title.color };
  sheet.line(invoice.title, titleStyle, { x: frame.left, y: frame.top });
  const titleHeight = lineHeightOf(styles.title);
  const below = frame.top + Math.max(titleHeight, drawLogo(sheet, frame, invoice)) + 10;
  const afterFacts = drawFacts(sheet, invoice.facts, { x: frame.left, y: below }, width);
  const columnWidth = (width - gap) / 2;
  const y = afterFacts + 20;
  const ends = [invoice.seller, invoice.buyer].map((party, index) =>
    drawParty(sheet, party, { x: frame.left + index * (columnWidth + gap), y }, columnWidth),
  );
  return Math.max(...ends) + 24;
};

/** Sets the logo in the upper right corner. @returns its height */
const drawLogo = (
  { document }: Sheet,
  { right, top }: Frame,
  { logo }: Pick<PrintedInvoice, 'logo'>,
): number => {
  if (logo === null) return 0;
  const content = Buffer.from(logo);
  const [across, down] = [content.readUInt32BE(16), content.readUInt32BE(20)];
  const scale = Math.min(logoBox.width / across, logoBox.height / down);
  const [width, height] = [across * scale, down * scale];
  document.image(content, right - width, top, { width, height });
  return height;
};

const logoBox = { width: 180, height: 54 };

/** A color that can be read on white (WCAG 2.2, 1.4.3), or null. */
const readable = (color: string | null): string | null => {
  if (color === null) return null;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= 4.5 ? color : null;
};

const drawFacts = (
  sheet: Sheet,
  facts: readonly PrintedFact[],
  { x, y }: Place,
  width: number,
): number => {
  const labelWidth = Math.max(0, ...facts.map(({ label }) => sheet.widthOf(label, styles.label)));
  const valueX = x + labelWidth + 14;
  let at = y;
  for (const { label, value } of facts) {
    sheet.line(label, styles.label, { x, y: at });
    at = drawLines(sheet, value, styles.text, { x: valueX, y: at }, x + width - valueX);
  }
  return at;
};

const drawParty = (
  sheet: Sheet,
  { label, name, lines }: PrintedParty,
  { x, y }: Place,
  width: number,
): number => {
  sheet.line(label, styles.head, { x, y });
  let at = y + lineHeightOf(styles.head) + 2;
  at = drawLines(sheet, name, styles.name, { x, y: at }, width);
  for (const each of lines) at = drawLines(sheet, each, styles.text, { x, y: at }, width);
  return at;
};

/** Sets a text in as many lines as it takes. @returns where the next one begins */
const drawLines = (
  sheet: Sheet,
  text: string,
  style: TextStyle,
  { x, y }: Place,
  width: number,
): number => {
  let at = y;
  for (const each of sheet.wrap(text, style, width)) {
    sheet.line(each, style, { x, y: at });
    at += lineHeightOf(style);
  }
  return at;
};
