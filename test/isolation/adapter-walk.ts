import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { DomainError } from '#domain/shared/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { instantOf } from '#domain/shared/time.ts';
import { Sealer } from '#infrastructure/security/sealer.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { PostgresIdempotencyRecords } from '#infrastructure/typeorm/idempotency/idempotency-records.ts';
import { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { allModuleFixtures } from '../support/module-fixtures.ts';
import { idempotencyProbes, queryProbes, repositoryProbes } from './adapter-probes.ts';
import type { Things } from './tenant-things.ts';

/** Seals what these tests store, and opens it again. */
export const sealingKey = randomBytes(32);
export const sealer = new Sealer([sealingKey]);

/** Where an adapter works: a tenant, and a transaction that is not committed. */
interface Place {
  readonly database: Database;
  readonly tenantId: TenantId;
  readonly client: PoolClient;
  readonly manager: EntityManager;
}

/** Everything that hands out adapters which are bound to a tenant, or are told one. */
const doors: Readonly<Record<string, (place: Place) => object>> = {
  repositories: ({ client, manager, tenantId }) =>
    openRepositories({
      manager,
      client,
      tenantId: uuidOf(tenantId),
      events: { record: () => undefined },
      currentTime: () => instantOf(0),
      // Events that are sent are no rows of a tenant.
      jobs: { send: async () => undefined },
      sealer,
    }),
  queries: ({ database, tenantId }) =>
    openQueries(new TenantReader(database.pool, uuidOf(tenantId), undefined, () => instantOf(0))),
  storage: ({ database }) => ({
    idempotencyRecords: new PostgresIdempotencyRecords(database.pool, sealer, new SystemClock()),
  }),
};

type Probe = (port: unknown, things: Things, place: Place) => Promise<unknown>;

type ModuleProbe = (port: unknown, things: unknown) => Promise<unknown>;
type ModuleProbes = Readonly<Record<string, Readonly<Record<string, ModuleProbe>>>>;

/** The parts that modules bring, each given the things of its own module. */
const probesOfModules = (kind: 'repositoryProbes' | 'queryProbes') =>
  Object.fromEntries(
    [...allModuleFixtures].flatMap(([file, fixtures]) =>
      Object.entries(fixtures[kind] as ModuleProbes).map(([adapter, methods]) => [
        adapter,
        Object.fromEntries(
          Object.entries(methods).map(([method, probe]) => [
            method,
            (port: unknown, { ofModules }: Things) => probe(port, ofModules.get(file)),
          ]),
        ),
      ]),
    ),
  );

const probes = {
  repositories: { ...repositoryProbes, ...probesOfModules('repositoryProbes') },
  queries: { ...queryProbes, ...probesOfModules('queryProbes') },
  storage: { idempotencyRecords: idempotencyProbes },
} as unknown as Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Probe>>>>>>;

/** One method of one adapter. */
export interface Target {
  readonly door: string;
  readonly adapter: string;
  readonly method: string;
}

const placeOfNobody = { database: {}, tenantId: `ten_${'0'.repeat(26)}` } as unknown as Place;

/** Every method of every adapter that is handed out. None is called: to be made takes nothing. */
export const everyTarget = (): readonly Target[] =>
  Object.entries(doors).flatMap(([door, open]) =>
    Object.entries<object>(open(placeOfNobody) as Record<string, object>).flatMap(
      ([adapter, opened]) => methodsOf(opened).map((method) => ({ door, adapter, method })),
    ),
  );

// An adapter is an instance of a class, or a plain object of functions.
const methodsOf = (opened: object): readonly string[] => {
  const prototype = Object.getPrototypeOf(opened) as object;
  const holder = prototype === Object.prototype ? opened : prototype;
  return Object.getOwnPropertyNames(holder).filter((name) => name !== 'constructor');
};

export const probeOf = ({ door, adapter, method }: Target): Probe | undefined =>
  probes[door]?.[adapter]?.[method];

/** The answer of a call, as text, and whether it changed anything of the watched tenant's. */
export interface Effect {
  readonly told: string;
  readonly isChange: boolean;
}

/** Calls the target with `things` in the tenant, and undoes it. A refusal is an answer too. */
export const effectOf = async (
  target: Target,
  { database, tenantId }: Pick<Place, 'database' | 'tenantId'>,
  things: Things,
  tables: readonly string[],
): Promise<Effect> => {
  const runner = database.dataSource.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  try {
    await client.query(`begin; set local app.tenant_id = '${uuidOf(tenantId)}'`);
    const place = { database, tenantId, client, manager: runner.manager };
    const opened = { ...doors[target.door]?.(place) } as Readonly<Record<string, object>>;
    const port = opened[target.adapter];
    const watched = things.context.tenantId;
    const before = await rowsOf(client, watched, tables);
    await client.query('savepoint before_it');
    const response = probeOf(target)?.(port, things, place);
    const told = await Promise.resolve(response).catch(async (error: unknown) => {
      if (!isRefusal(error)) throw error;
      await client.query('rollback to before_it');
      return undefined;
    });
    const after = await rowsOf(client, watched, tables);
    return { told: textOf(told), isChange: textOf(before) !== textOf(after) };
  } finally {
    await client.query('rollback');
    await runner.release();
  }
};

// Ours, or a constraint that the database names: class 23 of SQLSTATE.
const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError ||
  error instanceof InvariantViolation ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('23'));

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ??
  '';

/** All rows of a tenant, its own among them. */
export const rowsOf = async (
  client: { query: (text: string, values: unknown[]) => Promise<{ rows: { row: object }[] }> },
  tenantId: TenantId,
  tables: readonly string[],
): Promise<readonly object[]> => {
  const found: object[] = [];
  for (const table of [...tables, 'tenants']) {
    const key = table === 'tenants' ? 'id' : 'tenant_id';
    const text = `select to_jsonb(t) as row from ${table} t where ${key} = $1 order by t`;
    const { rows } = await client.query(text, [uuidOf(tenantId)]);
    found.push(...rows.map(({ row }) => row));
  }
  return found;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Texts that only one of two tenants' rows have in them, as an answer would show them. */
export const marksOf = (own: readonly object[], others: readonly object[]): readonly string[] => {
  const common = new Set(textsIn(others));
  return [...new Set(textsIn(own))].filter((text) => !common.has(text));
};

const textsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(textsIn);
  // A shorter text may be part of another by chance.
  if (typeof value !== 'string' || value.length < 20) return [];
  // An id without its prefix, and bytes in hexadecimal without theirs.
  return [uuid.test(value) ? idFromUuid('ten', value).slice(4) : value.replace(/^\\x/, '')];
};
