import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font as OpenedFont } from 'fontkit';
import { create } from 'fontkit';

/** A font, and which characters it has. */
export interface Font {
  readonly name: string;
  /** Opened once: reading its tables takes far longer than setting a page. */
  readonly opened: OpenedFont;
  readonly covers: (codePoint: number) => boolean;
}

export type Weight = 'regular' | 'bold';

/** The fonts of each weight: a character is set in the first that has it. */
export type FontSet = Readonly<Record<Weight, readonly Font[]>>;

/**
 * Noto Sans (SIL Open Font License 1.1): Latin, Greek, Cyrillic and Devanagari, with Vietnamese.
 * The same files everywhere, so that a document is the same everywhere.
 */
export const loadFonts = (): FontSet => ({
  regular: [fontOf('regular', '400Regular/NotoSans_400Regular.ttf')],
  bold: [fontOf('bold', '600SemiBold/NotoSans_600SemiBold.ttf')],
});

const fontOf = (name: string, file: string): Font => {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${file}`);
  const opened = create(readFileSync(path));
  if (!('characterSet' in opened)) throw new Error(`${file} is a collection of fonts.`);
  const characters = new Set(opened.characterSet);
  return { name, opened, covers: (codePoint) => characters.has(codePoint) };
};

/** A part of a text that one font has. */
export interface FontRun {
  readonly font: Font;
  readonly text: string;
}

/** Says of a character that no font has that there is one. */
const replacement = '\uFFFD';

/** The text in parts of one font each. A font is kept as long as it has the next character. */
export const fontRuns = (fonts: readonly Font[], text: string): readonly FontRun[] => {
  const runs: { font: Font; text: string }[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (isInvisible(codePoint)) continue;
    const last = runs.at(-1);
    const found = last?.font.covers(codePoint) === true ? last.font : fontWith(fonts, codePoint);
    const font = found ?? fonts[0];
    if (font === undefined) return [];
    const shown = found === undefined ? replacement : character;
    // A row of them says no more than one does.
    if (found === undefined && last?.text.endsWith(replacement) === true) continue;
    if (last?.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  }
  return runs;
};

const fontWith = (fonts: readonly Font[], codePoint: number): Font | undefined =>
  fonts.find((font) => font.covers(codePoint));

// Controls, joiners, marks of direction and variation selectors have no form of their own.
const isInvisible = (codePoint: number): boolean =>
  codePoint < 0x20 ||
  (codePoint >= 0x7f && codePoint < 0xa0) ||
  (codePoint >= 0x200b && codePoint <= 0x200f) ||
  (codePoint >= 0x202a && codePoint <= 0x202e) ||
  (codePoint >= 0x2060 && codePoint <= 0x206f) ||
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
  codePoint === 0xfeff;
