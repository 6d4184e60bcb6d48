import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface PanelBuild {
  /** The project: the panel's sources are in `panel/` there. */
  readonly root: string;
  /** Where the build goes. What is there before is removed. */
  readonly outDirectory: string;
  /** Ends a build that is under way. */
  readonly signal?: AbortSignal;
}

/** Whether there is a panel to be built here, and a Vite to build it with. */
export const canBuildPanel = (root: string): boolean =>
  existsSync(join(root, 'panel', 'index.html')) && viteOf(root) !== undefined;

/**
 * Builds the panel by Vite, in a process of its own, and packs what browsers take packed.
 * @throws {Error} with what Vite said.
 */
export const buildPanel = async ({ root, outDirectory, signal }: PanelBuild): Promise<void> => {
  const vite = viteOf(root);
  if (vite === undefined) throw new Error('The panel is built by Vite, which is not installed.');
  const given = ['build', join(root, 'panel'), '--outDir', outDirectory, '--emptyOutDir'];
  await run([vite, ...given, '--logLevel', 'warn'], root, signal);
  await packFiles(outDirectory);
};

const viteOf = (root: string): string | undefined => {
  const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return existsSync(program) ? program : undefined;
};

const outputCharactersMax = 4_000;

// The child gets no setting of ours: what it makes is the same everywhere, and holds no secret.
const run = (given: readonly string[], cwd: string, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, given, {
      cwd,
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-outputCharactersMax);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Vite could not build the panel (${code}): ${output.trim()}`));
    });
  });

const pack = { br: promisify(brotliCompress), gz: promisify(gzip) };
const packable = /\.(?:js|css|svg|json|txt|map)$/;
// A file that fits in one packet gains nothing.
const packedBytesMin = 1_024;

const packFiles = async (directory: string): Promise<void> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter(({ name }) => packable.test(name))) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (bytes.length < packedBytesMin) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${path}.br`, await pack.br(bytes, { params }));
    await writeFile(`${path}.gz`, await pack.gz(bytes, { level: 9 }));
  }
};
