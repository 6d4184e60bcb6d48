import type { Paper } from '#domain/invoicing/document-form.ts';
import type { PrintedInvoice } from '#infrastructure/pdf/printed-invoice.ts';
import type { Sheet, TextStyle } from '#infrastructure/pdf/sheet.ts';

/** The place on a page that is written on, in points. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly page: { readonly width: number; readonly height: number };
}

const sizes: Readonly<Record<Paper, { readonly width: number; readonly height: number }>> = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
};

const margin = 50;
/** Below the frame there is room for the number of the page. */
const footMargin = 64;

export const frameOf = (paper: Paper): Frame => {
  const page = sizes[paper];
  return {
    left: margin,
    right: page.width - margin,
    top: margin,
    bottom: page.height - footMargin,
    page,
  };
};

/** The height of the band in the seller's color. */
const bandHeight = 8;

const ink = '#111827';
const grey = '#6b7280';

const lineColor = '#d1d5db';

export const styles = {
  title: { weight: 'bold', size: 20, color: ink },
  name: { weight: 'bold', size: 10.5, color: ink },
  text: { weight: 'regular', size: 9.5, color: ink },
  strong: { weight: 'bold', size: 9.5, color: ink },
  due: { weight: 'bold', size: 11.5, color: ink },
  label: { weight: 'regular', size: 9, color: grey },
  head: { weight: 'bold', size: 8.5, color: grey },
  small: { weight: 'regular', size: 8, color: grey },
} as const satisfies Readonly<Record<string, TextStyle>>;

/**
 * Begins a page: the seller's color runs along its upper edge, and a mark stands across it, behind
 * everything else.
 */
export const beginPage = (
  { document, widthOf, line }: Sheet,
  { page }: Frame,
  { mark, color }: Pick<PrintedInvoice, 'mark' | 'color'>,
): void => {
  document.addPage({ size: [page.width, page.height], margin: 0 });
  if (color !== null) document.rect(0, 0, page.width, bandHeight).fill(color);
  if (mark === null) return;
  const sizeMax = 120;
  const widthMax = page.width * 0.8;
  const size = Math.min(sizeMax, (sizeMax * widthMax) / widthOf(mark, markOf(sizeMax)));
  const style = markOf(size);
  const center = { x: page.width / 2, y: page.height / 2 };
  document
    .save()
    .rotate(-45, { origin: [center.x, center.y] })
    .fillOpacity(0.08);
  line(mark, style, { x: center.x - widthOf(mark, style) / 2, y: center.y - size * 0.68 });
  document.restore();
};

const markOf = (size: number): TextStyle => ({ weight: 'bold', size, color: '#000000' });

/** Draws a thin line across the frame. */
export const drawRule = ({ document }: Sheet, { left, right }: Frame, y: number): void => {
  document.moveTo(left, y).lineTo(right, y).lineWidth(0.75).strokeColor(lineColor).stroke();
};

/** Writes at the foot of each page which one it is, once all are there. */
export const numberPages = (
  { document, line }: Sheet,
  { left, right, page }: Frame,
  { name, pageOf }: PrintedInvoice,
): void => {
  const { count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index);
    const y = page.height - 40;
    const of = pageOf.replace('{page}', String(index + 1)).replace('{pages}', String(count));
    line(name, styles.small, { x: left, y });
    line(of, styles.small, { x: right, y }, 'right');
  }
};
