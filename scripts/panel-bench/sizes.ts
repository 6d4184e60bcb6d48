import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPanel } from '#infrastructure/panel/build-panel.ts';
import type { Measurement } from './measurement.ts';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** In kilobytes: the scripts and styles before the first page, any other chunk, and all there is. */
const limits = { entry: 200, styles: 40, chunk: 30, all: 650 };

/** Builds the panel, and measures what a browser loads, in kilobytes after gzip -9. */
export const panelSizes = async (): Promise<readonly Measurement[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'billing-panel-'));
  try {
    const root = resolve(import.meta.dirname, '../..');
    await buildPanel({ root, outDirectory: directory });
    return await sizesOf(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const sizesOf = async (directory: string): Promise<readonly Measurement[]> => {
  const size = async (file: string): Promise<number> =>
    gzipSync(await readFile(join(directory, file)), { level: 9 }).length / 1_000;
  const sum = async (files: Iterable<string>): Promise<number> =>
    (await Promise.all([...files].map(size))).reduce((total, each) => total + each, 0);
  const text = await readFile(join(directory, '.vite/manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const first = firstLoaded(manifest);
  const fileOf = (name: string): string => manifest[name]?.file ?? '';
  const others = Object.keys(manifest).filter((name) => !first.has(name) && fileOf(name) !== '');
  const sized = await Promise.all(
    others.map(async (name) => [name, await size(fileOf(name))] as const),
  );
  const [largest = '', largestSize = 0] = sized.toSorted((one, two) => two[1] - one[1])[0] ?? [];
  const assets = (await readdir(join(directory, 'assets'))).filter((name) =>
    /\.(js|css)$/.test(name),
  );
  const entry = await sum([...first].map(fileOf));
  const styles = await sum(new Set([...first].flatMap((name) => manifest[name]?.css ?? [])));
  const all = await sum(assets.map((name) => `assets/${name}`));
  return [
    line('scripts before the first page', entry, limits.entry),
    line('styles', styles, limits.styles),
    line(`largest other chunk (${largest})`, largestSize, limits.chunk),
    line(`all ${assets.length} files`, all, limits.all),
  ];
};

const line = (name: string, measured: number, limit: number): Measurement => ({
  name,
  measured,
  limit,
  unit: 'kB',
});

/** The entry, and the chunks that it imports before anything is shown. */
const firstLoaded = (manifest: Manifest): ReadonlySet<string> => {
  const reached = new Set<string>();
  const follow = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || reached.has(name)) return;
    reached.add(name);
    for (const other of chunk.imports ?? []) follow(other);
  };
  follow(Object.entries(manifest).find(([, { isEntry }]) => isEntry === true)?.[0] ?? '');
  return reached;
};
