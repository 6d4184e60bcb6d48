import type { MigrationInterface } from 'typeorm';
import { migrations } from '#infrastructure/typeorm/migrations/index.ts';
import * as modules from '#infrastructure/typeorm/modules.ts';

type Migration = new () => MigrationInterface & { readonly name: string };

const ofResources: readonly Migration[] = Object.values(modules).flatMap((kept) =>
  'migrations' in kept ? (kept.migrations as readonly Migration[]) : [],
);

const instantOf = (migration: Migration): number => Number(migration.name.slice(-13));

/** Those of the index and those that resources name, oldest first: a name ends with its instant. */
export const allMigrations: Migration[] = [...migrations, ...ofResources].toSorted(
  (one, other) => instantOf(one) - instantOf(other),
);
