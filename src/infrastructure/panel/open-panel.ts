import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { buildPanel, canBuildPanel } from '#infrastructure/panel/build-panel.ts';
import { hashOfPanelSources } from '#infrastructure/panel/sources-hash.ts';

/** Takes a line for the log. */
interface PanelLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

type State =
  | { readonly kind: 'ready'; readonly directory: string }
  | { readonly kind: 'building' }
  | { readonly kind: 'failed' };

export interface OpenedPanel {
  state(): State;
  /** Builds it where that has not been done: beside whatever else goes on. */
  begin(): void;
  /** Ends a build that is under way. */
  stop(): Promise<void>;
}

/** Where this program's files are, and whether they are the sources themselves. */
const ownPlace = {
  root: resolve(import.meta.dirname, '../../..'),
  isSource: extname(import.meta.filename) === '.ts',
};

/**
 * The admin panel: built along with the program, or, where it runs from its sources, on the first
 * start. Undefined where there is neither a built one nor anything to build one of.
 */
export const openPanel = (
  log: PanelLog,
  { root, isSource } = ownPlace,
): OpenedPanel | undefined => {
  if (isSource) return canBuildPanel(root) ? panelFromSources(root, log) : undefined;
  const directory = join(root, 'dist', 'panel');
  if (!isBuild(directory)) return undefined;
  const state = { kind: 'ready', directory } as const;
  return { state: () => state, begin: () => undefined, stop: () => Promise.resolve() };
};

const panelFromSources = (root: string, log: PanelLog): OpenedPanel => {
  const aborting = new AbortController();
  let state: State = { kind: 'building' };
  let done: Promise<void> | undefined;
  const build = async (): Promise<void> => {
    try {
      state = { kind: 'ready', directory: await builtOf(root, log, aborting.signal) };
    } catch (error) {
      state = { kind: 'failed' };
      if (aborting.signal.aborted) return;
      log.error({ err: error }, 'the admin panel could not be built; the API goes on without it');
    }
  };
  return {
    state: () => state,
    begin: () => {
      done ??= build();
    },
    stop: async () => {
      aborting.abort();
      await done;
    },
  };
};

const isBuild = (directory: string): boolean => existsSync(join(directory, 'index.html'));

// Built beside its place and then moved there, so that of two processes none sees half a build.
const builtOf = async (root: string, log: PanelLog, signal: AbortSignal): Promise<string> => {
  const cache = join(root, '.cache', 'panel');
  const name = await hashOfPanelSources(root);
  const directory = join(cache, name);
  if (isBuild(directory)) return directory;
  const startedAt = performance.now();
  const draft = `${directory}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(cache, { recursive: true });
  try {
    await buildPanel({ root, outDirectory: draft, signal });
    await rename(draft, directory).catch((error: unknown) => {
      if (!isBuild(directory)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  log.info({ milliseconds }, 'the admin panel is built');
  await removeOld(cache);
  return directory;
};

/** So many builds stay: other processes, of other sources, may serve them. */
const keptBuilds = 5;

const removeOld = async (cache: string): Promise<void> => {
  const names = await readdir(cache);
  const aged = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(cache, name)).catch(() => undefined);
      return { path: join(cache, name), changedAt: found?.mtimeMs ?? 0 };
    }),
  );
  const old = aged.toSorted((one, other) => other.changedAt - one.changedAt).slice(keptBuilds);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
};
