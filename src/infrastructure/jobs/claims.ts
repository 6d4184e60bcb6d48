import type { Pool } from 'pg';
import type { QueueName } from '#application/queues.ts';
import type { Allotment, WaitingLane } from '#application/shared/job-slots.ts';
import { laneKey, laneOf } from '#application/shared/job-slots.ts';
import type { Attempt } from '#infrastructure/jobs/completions.ts';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

/** A job in our hands. */
export interface ClaimedJob<Data> extends Attempt {
  readonly lane: string;
  readonly data: Data;
  /** When a worker claimed it by PostgreSQL's clock, in milliseconds since 1970. */
  readonly claimedAt: number;
}

const table = `${jobSchema}.job`;
const now = `${jobSchema}.job_now()`;

// More of a lane begin at the next look.
const dueMax = 50;
const lanesMax = 1000;

// pg-boss fetches in the order of creation, so a thousand jobs of one endpoint go before the first
// of another. Its index of waiting jobs by key (job_i17) is walked from lane to lane instead, with
// two probes for each lane that has jobs.
const waitingLanes = {
  name: 'jobs.waiting-lanes',
  text: `with recursive lanes as (
      (select j.singleton_key as lane from ${table} j
        where j.name = $1 and j.state < 'active' and j.singleton_key > $2
        order by j.singleton_key limit 1)
      union all
      select (select j.singleton_key from ${table} j
        where j.name = $1 and j.state < 'active' and j.singleton_key > l.lane
        order by j.singleton_key limit 1)
      from lanes l where l.lane is not null
    ), listed as (select lane from lanes where lane is not null limit ${lanesMax})
    select l.lane, due.count::integer as due, due.since
    from listed l cross join lateral (
      select count(*) as count, min(d.start_after) as since from (
        select j.start_after from ${table} j
        where j.name = $1 and j.state < 'active' and j.singleton_key = l.lane
          and not j.blocked and j.start_after <= ${now} limit ${dueMax}) d) due`,
};

// As pg-boss' own fetch, for so many of each lane.
const claimOfLanes = {
  name: 'jobs.claim-of-lanes',
  text: `with picked as materialized (
      select p.id from unnest($2::text[], $3::integer[]) as w (lane, count)
      cross join lateral (
        select j.id from ${table} j
        where j.name = $1 and j.state < 'active' and j.singleton_key = w.lane
          and not j.blocked and j.start_after <= ${now}
        order by j.created_on limit w.count for update of j skip locked) p
    )
    update ${table} j set state = 'active', started_on = ${now}, heartbeat_on = ${now},
      retry_count = case when j.started_on is not null then j.retry_count + 1
        else j.retry_count end
    from picked where j.name = $1 and j.id = picked.id
    returning j.id, j.singleton_key as lane, j.data, j.retry_count as "retryCount",
      floor(extract(epoch from j.started_on) * 1000)::float8 as "claimedAt"`,
};

// It was not begun, so it is no retry. Not at once: clocks that differ would make it go in circles.
const putBackOne = {
  name: 'jobs.put-back',
  text: `update ${table} set state = 'created', started_on = null, heartbeat_on = null,
      start_after = greatest($4::timestamptz, ${now} + interval '1 second')
    where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
};

interface LaneRow {
  readonly lane: string;
  readonly due: number;
  readonly since: Date | null;
}

/** Lanes with jobs that are due, and where to look on; null where there are no more lanes. */
export interface Look {
  readonly lanes: readonly WaitingLane[];
  readonly nextLane: string | null;
}

/** Takes jobs of a queue lane by lane, so that whoever shares them out decides whose are next. */
export class Claims<Data> {
  readonly #pool: Pool;
  readonly #queue: QueueName;

  constructor(pool: Pool, queue: QueueName) {
    this.#pool = pool;
    this.#queue = queue;
  }

  /** The lanes behind `after` that have jobs to begin, those that have waited longest first. */
  async waiting(after: string): Promise<Look> {
    const values = [this.#queue, after];
    const { rows } = await this.#pool.query<LaneRow>({ ...waitingLanes, values });
    const lanes = rows
      .filter(({ due }) => due > 0)
      .toSorted((one, other) => Number(one.since) - Number(other.since))
      .map(({ lane, due }) => ({ ...laneOf(lane), due }));
    const isCut = rows.length === lanesMax;
    return { lanes, nextLane: isCut ? (rows.at(-1)?.lane ?? null) : null };
  }

  /** Takes up to so many jobs of each lane; others may have been quicker. */
  async take(allotments: readonly Allotment[]): Promise<readonly ClaimedJob<Data>[]> {
    const lanes = allotments.map(({ lane }) => laneKey(lane));
    const counts = allotments.map(({ count }) => count);
    const values = [this.#queue, lanes, counts];
    const { rows } = await this.#pool.query<ClaimedJob<Data>>({ ...claimOfLanes, values });
    return rows;
  }

  /** Lets a job wait until then, and a second at least. */
  async putBack({ id, retryCount }: Attempt, notBefore: number): Promise<void> {
    const values = [this.#queue, id, retryCount, new Date(notBefore)];
    await this.#pool.query({ ...putBackOne, values });
  }
}
