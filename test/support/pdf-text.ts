import { inflateSync } from 'node:zlib';

/** A text of a page, and where it begins: in points from the lower left corner. */
interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface PdfPage {
  /** Width and height in points. */
  readonly size: readonly [number, number];
  readonly texts: readonly PlacedText[];
  /** The colors that things are filled with, each as often as it is chosen: `200 0 0`. */
  readonly colors: readonly string[];
  /** The first point of each picture on it: red, green and blue. */
  readonly images: readonly (readonly number[])[];
}

/**
 * The texts of a PDF as pdfkit writes it, page by page: as a reader copies them, so by the tables
 * that its fonts bring along.
 */
export const pagesOfPdf = (file: Uint8Array): readonly PdfPage[] => {
  const objects = objectsOf(Buffer.from(file).toString('latin1'));
  const fonts = fontsOf(objects);
  const [, kids = ''] = /\/Kids \[([^\]]*)\]/.exec([...objects.values()].join('\n')) ?? [];
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => {
    const page = objects.get(id) ?? '';
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
    const [, contents = ''] = /\/Contents (\d+) 0 R/.exec(page) ?? [];
    const content = streamOf(objects.get(contents) ?? '');
    return {
      size: [Number(width), Number(height)],
      texts: textsIn(content, fonts),
      colors: [...content.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) scn$/gm)].map(([, ...parts]) =>
        parts.map((part) => Math.round(Number(part) * 255)).join(' '),
      ),
      images: imagesOf(page, objects),
    };
  });
};

/** The texts of a page that stand on one line, from left to right; lines from top to bottom. */
export const linesOfPage = ({ texts }: PdfPage): readonly string[] => {
  const rows = Map.groupBy(texts, ({ y }) => Math.round(y));
  return [...rows]
    .toSorted(([one], [other]) => other - one)
    .map(([, row]) =>
      row
        .toSorted((one, other) => one.x - other.x)
        .map(({ text }) => text)
        .join(' | '),
    );
};

const imagesOf = (page: string, objects: ReadonlyMap<string, string>) => {
  const [, resources = ''] = /\/Resources (\d+) 0 R/.exec(page) ?? [];
  const [, names = ''] = /\/XObject <<([^>]*)>>/.exec(objects.get(resources) ?? page) ?? [];
  // Behind the number of the filter of its first row.
  return [...names.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => [
    ...Buffer.from(streamOf(objects.get(id) ?? ''), 'latin1').subarray(1, 4),
  ]);
};

const objectsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  );

const streamOf = (object: string): string => {
  const bytes = object.slice(object.indexOf('stream\n') + 7, object.lastIndexOf('\nendstream'));
  return inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
};

type Fonts = ReadonlyMap<string, readonly string[]>;

/** The characters of each font by the numbers of its glyphs. */
const fontsOf = (objects: ReadonlyMap<string, string>): Fonts => {
  const names = [...objects.values()].flatMap((object) => {
    const [, dictionary = ''] = /\/Font <<([^>]*)>>/.exec(object) ?? [];
    return [...dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)];
  });
  return new Map(
    names.map(([, name = '', id = '']) => {
      const [, table = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? [];
      const cmap = streamOf(objects.get(table) ?? '');
      const [, entries = ''] = /beginbfrange\n([\s\S]*?)\nendbfrange/.exec(cmap) ?? [];
      const characters = [...entries.matchAll(/\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/<([^>]*)>/g)].map(([, codes = '']) => charactersOf(codes)),
      );
      return [name, characters];
    }),
  );
};

const charactersOf = (codes: string): string =>
  codes
    .split(' ')
    .filter((code) => code !== '')
    .map((code) => String.fromCharCode(Number.parseInt(code, 16)))
    .join('');

const textsIn = (content: string, fonts: Fonts): readonly PlacedText[] =>
  [...content.matchAll(/BT\n([\s\S]*?)ET/g)].map(([, block = '']) => {
    const [, x, y] = /1 0 0 1 ([-\d.]+) ([-\d.]+) Tm/.exec(block) ?? [];
    const [, font = ''] = /\/(F\d+) [\d.]+ Tf/.exec(block) ?? [];
    const glyphs = [...block.matchAll(/<([0-9a-f]+)>/g)].flatMap(
      ([, hex = '']) => hex.match(/.{4}/g) ?? [],
    );
    const text = glyphs.map((glyph) => fonts.get(font)?.[Number.parseInt(glyph, 16)] ?? '');
    return { x: Number(x), y: Number(y), text: text.join('') };
  });
