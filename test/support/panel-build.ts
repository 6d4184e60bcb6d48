import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Stands where a nonce will, as Vite writes it: the server replaces it. */
export const placeholder = 'CSP-PLACEHOLDER';

export const script = `console.log(${JSON.stringify('a panel '.repeat(300))});\n`;

const page = `<!doctype html>
<html>
  <head>
    <meta property="csp-nonce" nonce="${placeholder}" />
    <script type="module" nonce="${placeholder}" src="/panel/assets/main-B4dF00d1.js"></script>
    <link rel="stylesheet" nonce="${placeholder}" href="/panel/assets/main-C0ffee12.css" />
  </head>
  <body><div id="root"></div></body>
</html>
`;

const files: Readonly<Record<string, string | Buffer>> = {
  'index.html': page,
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.vite/manifest.json': '{}',
  'assets/main-B4dF00d1.js': script,
  'assets/main-B4dF00d1.js.br': brotliCompressSync(script),
  'assets/main-B4dF00d1.js.gz': gzipSync(script),
  'assets/main-C0ffee12.css': 'body { margin: 0 }\n',
};

/** Writes these files below a directory. */
export const writeFiles = async (
  directory: string,
  written: Readonly<Record<string, string | Buffer>>,
): Promise<void> => {
  for (const [name, content] of Object.entries(written)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
};

/** A directory of its own for a test, and how it is taken away again. */
export const temporaryDirectory = async (name: string) => {
  const directory = await mkdtemp(join(tmpdir(), `billing-${name}-`));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
};

/** A small build of a panel, as Vite and the packing behind it leave one. */
export const writePanelBuild = (directory: string): Promise<void> => writeFiles(directory, files);
