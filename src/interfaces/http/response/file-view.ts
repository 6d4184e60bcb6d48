import { z } from 'zod';

/** A file that an endpoint answers with. */
export interface FileView {
  readonly filename: string;
  readonly content: Uint8Array;
}

/** The view of an endpoint that answers with a file. */
export const fileWire = z.custom<FileView>();

/**
 * `Content-Disposition` of a file to be stored under a name (RFC 6266). Characters that a header or
 * a file system may not have become `-`.
 */
export const attachment = (filename: string): string =>
  `attachment; filename="${filename.replaceAll(/[^\w.-]+/g, '-')}"`;
