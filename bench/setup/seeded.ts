import { print } from './places.ts';
import { connected, type Postgres } from './postgres.ts';
import { signIn, migrate } from './product.ts';
import { seed, type Shape } from './seed.ts';

/**
 * Finds the database that an earlier run seeded so, or makes it: migrated by the product, with
 * these tenants, numbered from 1, and the product's signing keys. `BENCH_FRESH` makes it anew.
 */
export const seeded = async (
  postgres: Postgres,
  database: string,
  shapes: readonly Shape[],
): Promise<void> => {
  const wanted = `seeded: ${JSON.stringify(shapes)}`;
  const isWanted = (await postgres.descriptionOf(database)) === wanted;
  if (isWanted && !process.env['BENCH_FRESH']) return;
  const startedAt = performance.now();
  const url = await postgres.create(database);
  migrate(url);
  await connected(url, async (client) => {
    let first = 1;
    for (const shape of shapes) {
      await seed(client, first, shape);
      first += shape.tenants;
    }
  });
  await signIn(url, [1]);
  await postgres.describe(database, wanted);
  print(`Seeded ${database} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
};
