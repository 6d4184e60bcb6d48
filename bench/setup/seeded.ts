import type pg from 'pg';
import { print } from './places.ts';
import { connected, type Postgres } from './postgres.ts';
import { signIn, migrate } from './product.ts';
import { seed, type Shape } from './seed.ts';

/**
 * Finds the database that an earlier run seeded so, or makes it: migrated by the product, with
 * these tenants, numbered from 1, and the product's signing keys. `BENCH_FRESH` makes it anew.
 */
export const seeded = (
  postgres: Postgres,
  database: string,
  shapes: readonly Shape[],
): Promise<void> =>
  filled(postgres, database, `seeded: ${JSON.stringify(shapes)}`, async (client) => {
    let first = 1;
    for (const shape of shapes) {
      await seed(client, first, shape);
      first += shape.tenants;
    }
  });

/** The same with what `fill` puts in; `wanted` tells one content from another. */
export const filled = async (
  postgres: Postgres,
  database: string,
  wanted: string,
  fill: (client: pg.Client) => Promise<void>,
): Promise<void> => {
  const isWanted = (await postgres.descriptionOf(database)) === wanted;
  if (isWanted && !process.env['BENCH_FRESH']) return;
  const startedAt = performance.now();
  const url = await postgres.create(database);
  migrate(url);
  await connected(url, fill);
  await signIn(url, [1]);
  await postgres.describe(database, wanted);
  print(`Seeded ${database} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
};
