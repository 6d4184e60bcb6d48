import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of the panel, by the path that it is asked for below `/panel`. */
export interface PanelFile {
  readonly path: string;
  readonly root: string;
  /** Its name in `root`. */
  readonly name: string;
  /** How it lies beside itself as well, best first. */
  readonly packed: readonly ('br' | 'gzip')[];
}

/** A build of the panel. Files come and go with builds, so what there is is read once. */
export interface PanelFiles {
  readonly directory: string;
  readonly files: ReadonlyMap<string, PanelFile>;
  /** The page that starts it, with this nonce on all that carries one. */
  readonly pageWith: (nonce: string) => string;
}

/** @throws {Error} where the directory holds no build. */
export const readPanelFiles = (directory: string): PanelFiles => {
  const names = new Set(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
      .map((name) => name.replaceAll(sep, '/')),
  );
  const served = [...names].filter((name) => name !== page && !isHidden(name) && !isPacked(name));
  const files = served.map((name): PanelFile => {
    const brotli = names.has(`${name}.br`) ? (['br'] as const) : [];
    const gzip = names.has(`${name}.gz`) ? (['gzip'] as const) : [];
    return { path: `/${name}`, root: directory, name, packed: [...brotli, ...gzip] };
  });
  const html = readFileSync(join(directory, page), 'utf8');
  return {
    directory,
    files: new Map(files.map((file) => [file.path, file])),
    pageWith: noncePage(html),
  };
};

const page = 'index.html';

// The manifest of the build lies in such a directory.
const isHidden = (name: string): boolean => name.split('/').some((part) => part.startsWith('.'));

const isPacked = (name: string): boolean => /\.(?:br|gz)$/.test(name);

// Vite writes a placeholder (`html.cspNonce`) on all tags, and says in a tag of its own which.
const nonceTag = /<meta property="csp-nonce" nonce="([^"]{1,100})"/;

const noncePage = (html: string): PanelFiles['pageWith'] => {
  const [, placeholder] = nonceTag.exec(html) ?? [];
  if (placeholder === undefined) throw new Error(`${page} of the panel has no csp-nonce.`);
  const parts = html.split(`nonce="${placeholder}"`);
  return (nonce) => parts.join(`nonce="${nonce}"`);
};
