import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPanel } from '#infrastructure/panel/build-panel.ts';

// `npm run bench:panel`: builds the panel and prints what a browser loads, in kilobytes after
// gzip -9. It fails where a limit is passed.

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** In kilobytes: the scripts and styles before the first page, any other chunk, and all there is. */
const limits = { entry: 240, styles: 40, chunk: 30, all: 650 };

const directory = await mkdtemp(join(tmpdir(), 'billing-panel-'));
const startedAt = performance.now();
await buildPanel({ root: resolve(import.meta.dirname, '..'), outDirectory: directory });
const seconds = (performance.now() - startedAt) / 1_000;

const size = async (file: string): Promise<number> =>
  gzipSync(await readFile(join(directory, file)), { level: 9 }).length / 1_000;
const sum = async (files: Iterable<string>): Promise<number> =>
  (await Promise.all([...files].map(size))).reduce((total, each) => total + each, 0);

const manifest = JSON.parse(
  await readFile(join(directory, '.vite/manifest.json'), 'utf8'),
) as Readonly<Record<string, Chunk>>;
const entry = Object.entries(manifest).find(([, { isEntry }]) => isEntry === true)?.[0] ?? '';
const reached = new Set<string>();
const follow = (name: string): void => {
  const chunk = manifest[name];
  if (chunk === undefined || reached.has(name)) return;
  reached.add(name);
  for (const other of chunk.imports ?? []) follow(other);
};
follow(entry);

const fileOf = (name: string): string => manifest[name]?.file ?? '';
const others = Object.keys(manifest).filter((name) => !reached.has(name) && fileOf(name) !== '');
const sized = await Promise.all(
  others.map(async (name) => [name, await size(fileOf(name))] as const),
);
const [largest = '', largestSize = 0] = sized.toSorted((one, other) => other[1] - one[1])[0] ?? [];
const assets = (await readdir(join(directory, 'assets'))).filter((name) =>
  /\.(js|css)$/.test(name),
);
const measured = {
  entry: await sum([...reached].map(fileOf)),
  styles: await sum(new Set([...reached].flatMap((name) => manifest[name]?.css ?? []))),
  chunk: largestSize,
  all: await sum(assets.map((name) => `assets/${name}`)),
};
await rm(directory, { recursive: true, force: true });

const rows = [
  ['scripts before the first page', measured.entry, limits.entry],
  ['styles', measured.styles, limits.styles],
  [`largest other chunk (${largest})`, measured.chunk, limits.chunk],
  [`all ${assets.length} files`, measured.all, limits.all],
] as const;
for (const [name, kilobytes, limit] of rows) {
  process.stdout.write(`${kilobytes.toFixed(1).padStart(7)} kB of ${limit}: ${name}\n`);
}
process.stdout.write(`${seconds.toFixed(1).padStart(7)} s to build\n`);
if (rows.some(([, kilobytes, limit]) => kilobytes > limit)) process.exitCode = 1;
