import type { TestClockQueries, TestClockRepository } from '#application/tenants/ports.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import { testClockView } from '#application/tenants/queries.ts';
import type { AdvanceData } from '#application/tenants/test-clock-queue.ts';
import { testClockQueue } from '#application/tenants/test-clock-queue.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type {
  Advance,
  AdvanceReport,
  TestClock,
  TestClockFacts,
} from '#domain/tenants/test-clock.ts';
import { AdvancingClock, testClockOf } from '#domain/tenants/test-clock.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

interface TestClockRow {
  readonly tenant_id: string;
  readonly version: number;
  readonly now: Date;
  readonly status: TestClockFacts['status'];
  readonly advance_from: Date | null;
  readonly advance_to: Date | null;
  readonly advance_started_at: Date | null;
  readonly report: AdvanceReport | null;
}

const columns = `c.tenant_id, c.version, c.now, c.status, c.advance_from, c.advance_to,
  c.advance_started_at, c.report`;

const findOne = {
  name: 'test_clocks.find-one',
  text: `select ${columns} from test_clocks c where c.tenant_id = $1`,
};

const find = tenantScoped(
  `select ${columns} from test_clocks c where c.tenant_id = scope.tenant_id`,
  'test_clocks.find',
);

const insert = `insert into test_clocks (tenant_id, version, now, status, advance_from, advance_to,
    advance_started_at, report)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const update = {
  name: 'test_clocks.update',
  text: `update test_clocks set version = $2, now = $3, status = $4, advance_from = $5,
      advance_to = $6, advance_started_at = $7, report = $8
    where tenant_id = $1 and version = $2 - 1`,
};

// Whoever sends a clock on goes along at first; nobody should get in their way.
const headStartMilliseconds = 3000;

/** The tenant's test clock in PostgreSQL. Who runs under a context that moves it holds its row. */
export class PostgresTestClocks implements TestClockRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(): Promise<TestClock | undefined> {
    const { client, tenantId } = this.#transaction;
    const { rows } = await client.query<TestClockRow>({ ...findOne, values: [tenantId] });
    return rows[0] && testClockOf(toFacts(rows[0]));
  }

  async save(clock: TestClock): Promise<TestClock> {
    const { client, tenantId, events } = this.#transaction;
    invariant(uuidOf(clock.facts.tenantId) === tenantId, 'A clock is stored in its tenant.');
    const stored = testClockOf({ ...clock.facts, version: clock.facts.version + 1 });
    const values = valuesOf(stored.facts);
    if (stored.facts.version === 1) await client.query(insert, values);
    else {
      const { rowCount } = await client.query({ ...update, values });
      if (rowCount !== 1) throw new VersionMismatch();
    }
    events.record(clock);
    if (clock instanceof AdvancingClock && clock.isSettingOut) await this.#enqueue(clock);
    return stored;
  }

  async #enqueue({ facts: { advance } }: AdvancingClock): Promise<void> {
    const { client, tenantId, jobs } = this.#transaction;
    const startAfter = new Date((advance?.startedAt ?? 0) + headStartMilliseconds);
    const lane = { tenantId, endpointId: '' };
    const data: AdvanceData = { tenantId };
    await jobs.send(client, testClockQueue, [{ lane, data, startAfter }]);
  }
}

export class PostgresTestClockQueries implements TestClockQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(): Promise<TestClockView | undefined> {
    const [row] = await this.#reader.rows<TestClockRow>(find, []);
    return row && testClockView({ facts: toFacts(row) });
  }
}

const valuesOf = ({ tenantId, version, now, status, advance, report }: TestClockFacts) => [
  uuidOf(tenantId),
  version,
  textOf(now),
  status,
  textOf(advance?.from),
  textOf(advance?.to),
  textOf(advance?.startedAt),
  report && JSON.stringify(report),
];

// The driver would write a `Date` in local time.
const textOf = (at: Instant | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

const toFacts = (row: TestClockRow): TestClockFacts => ({
  tenantId: idFromUuid('ten', row.tenant_id),
  version: row.version,
  now: instantOf(row.now.getTime()),
  status: row.status,
  advance: advanceOf(row),
  report: row.report,
});

const advanceOf = (row: TestClockRow): Advance | null => {
  const { advance_from: from, advance_to: to, advance_started_at: startedAt } = row;
  if (from === null || to === null || startedAt === null) return null;
  return {
    from: instantOf(from.getTime()),
    to: instantOf(to.getTime()),
    startedAt: instantOf(startedAt.getTime()),
  };
};

/** The clock of a test tenant. */
export const testClocks = {
  repository: (transaction: Transaction) => new PostgresTestClocks(transaction),
  queries: (reader: TenantReader) => new PostgresTestClockQueries(reader),
};
