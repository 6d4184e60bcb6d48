import type { FontSet, Weight } from '#infrastructure/pdf/fonts.ts';
import { fontRuns } from '#infrastructure/pdf/fonts.ts';

/** How a text looks. Sizes are in points. */
export interface TextStyle {
  readonly weight: Weight;
  readonly size: number;
  readonly color: string;
}

/** A place on a page, in points from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Sets lines of text on a page, and measures them. */
export interface Sheet {
  /** The document that is drawn on. */
  readonly document: PDFKit.PDFDocument;
  readonly widthOf: (text: string, style: TextStyle) => number;
  /** The lines that a text takes within a width; a word that is too long is cut. */
  readonly wrap: (text: string, style: TextStyle, width: number) => readonly string[];
  /** Sets one line; `x` is its left end, or its right one. */
  readonly line: (text: string, style: TextStyle, place: Place, align?: 'left' | 'right') => void;
}

/** The distance between two lines, as a multiple of the size. */
export const lineHeightOf = ({ size }: Pick<TextStyle, 'size'>): number => size * 1.4;

/** A sheet over a document whose fonts are registered by their names. */
export const sheetOf = (document: PDFKit.PDFDocument, fonts: FontSet): Sheet => {
  const widths = new Map<string, number>();
  const measured = (text: string, style: TextStyle): number =>
    fontRuns(fonts[style.weight], text).reduce(
      (sum, { font, text: part }) => sum + document.font(font.name, style.size).widthOfString(part),
      0,
    );
  const widthOf = (text: string, style: TextStyle): number => {
    const key = `${style.weight} ${style.size} ${text}`;
    const known = widths.get(key) ?? measured(text, style);
    widths.set(key, known);
    return known;
  };
  return {
    document,
    widthOf,
    wrap: (text, style, width) => wrapped(text, width, (part) => widthOf(part, style)),
    line: (text, style, { x, y }, align = 'left') => {
      let left = align === 'left' ? x : x - widthOf(text, style);
      document.fillColor(style.color);
      for (const { font, text: part } of fontRuns(fonts[style.weight], text)) {
        document.font(font.name, style.size).text(part, left, y, { lineBreak: false });
        left += document.widthOfString(part);
      }
    },
  };
};

type Measure = (text: string) => number;

const wrapped = (text: string, width: number, measure: Measure): readonly string[] =>
  text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));

// Each part is measured once, for itself: a text that is all one word costs no more than others.
const wrapParagraph = (text: string, width: number, measure: Measure): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const place = (part: string): void => {
    if (used + measure(part.trimEnd()) > width && line.trimEnd() !== '') {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    const kept = line === '' ? part.trimStart() : part;
    line += kept;
    used += measure(kept);
  };
  for (const part of partsOf(text)) {
    if (measure(part.trimEnd()) <= width) place(part);
    else for (const character of part) place(character);
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
};

// A line may end behind a space or a hyphen, and around a Chinese, Japanese or Korean character.
const partsOf = (text: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  const close = (): void => {
    if (part !== '') parts.push(part);
    part = '';
  };
  for (const character of text) {
    const isWide = isIdeograph(character.codePointAt(0) ?? 0);
    if (isWide) close();
    part += character;
    if (isWide || character === ' ' || character === '-' || character === '/') close();
  }
  close();
  return parts;
};

const isIdeograph = (codePoint: number): boolean =>
  (codePoint >= 0x2e80 && codePoint <= 0x9fff) ||
  (codePoint >= 0xac00 && codePoint <= 0xd7af) ||
  (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
  (codePoint >= 0x20000 && codePoint <= 0x3ffff);
