import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import type { Instant } from '#domain/shared/time.ts';

type ProbesOf<Ports, Things> = {
  readonly [Name in keyof Ports]?: {
    readonly [Method in keyof Ports[Name]]: (port: Ports[Name], things: Things) => Promise<unknown>;
  };
};

/** The parts of a module for the tests that walk over everything: a file in `test/modules`. */
export interface ModuleFixtures<Seen, Stored> {
  /** The operations of the module that a USER may call. */
  readonly openToUser: readonly string[];
  /** Those that take no body. */
  readonly withoutBody: readonly string[];
  /** A body that is accepted, of each operation that takes one. */
  readonly bodies: Readonly<Record<string, () => object>>;
  /** One of everything, made over HTTP: ids by the names of path parameters. */
  readonly furnish: (
    create: (path: string, body: object) => Promise<{ readonly id: string }>,
  ) => Promise<Readonly<Record<string, string>>>;
  /** The frozen migrations of a resource's table, and their SHA-256 (`frozen-migrations.ts`). */
  readonly migrations?: Readonly<Record<string, string>>;
  /** The tables of the module, and what the application may do to each. */
  readonly tables: Readonly<Record<string, string>>;
  /** One of everything, made by the use cases. */
  readonly fill: (useCases: BillingUseCases, context: RequestContext) => Promise<unknown>;
  /** The things after `fill`, as its own queries and repositories find them. */
  readonly seen: (queries: AllQueries) => Promise<Seen>;
  readonly stored: (repositories: AllRepositories, seen: Seen) => Promise<Stored>;
  /** A call of each method that finds or changes something in its own tenant, and nowhere else. */
  readonly repositoryProbes: ProbesOf<AllRepositories, ModuleThings<Seen, Stored>>;
  readonly queryProbes: ProbesOf<AllQueries, ModuleThings<Seen, Stored>>;
}

/** The things that probes work with. */
export interface ModuleThings<Seen, Stored> {
  readonly seen: Seen;
  readonly stored: Stored;
  /** A moment after everything was made. */
  readonly now: Instant;
}

/** States the fixtures of a module. */
export const moduleFixtures = <Seen, Stored>(
  fixtures: ModuleFixtures<Seen, Stored>,
): ModuleFixtures<Seen, Stored> => fixtures;

const directory = join(import.meta.dirname, '../modules');

/** The fixtures of all modules that bring some, by the names of their files. */
export const allModuleFixtures: ReadonlyMap<string, ModuleFixtures<unknown, unknown>> = new Map(
  await Promise.all(
    globSync('*.ts', { cwd: directory })
      .toSorted()
      .map(async (file) => {
        const { fixtures } = (await import(pathToFileURL(join(directory, file)).href)) as {
          readonly fixtures?: ModuleFixtures<unknown, unknown>;
        };
        if (fixtures === undefined) throw new Error(`test/modules/${file} exports no fixtures.`);
        return [file, fixtures] as const;
      }),
  ),
);

const all = [...allModuleFixtures.values()];

/** The parts of a kind that all modules bring. */
export const gathered = {
  openToUser: all.flatMap(({ openToUser }) => openToUser),
  withoutBody: all.flatMap(({ withoutBody }) => withoutBody),
  bodies: Object.fromEntries(all.flatMap(({ bodies }) => Object.entries(bodies))),
  tables: Object.fromEntries(all.flatMap(({ tables }) => Object.entries(tables))),
};
