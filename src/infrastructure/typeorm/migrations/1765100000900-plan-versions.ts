import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of plans that are drafts at first. All that are there already are published. */
export class PlanVersions1765100000900 implements MigrationInterface {
  readonly name = 'PlanVersions1765100000900';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of statementsBack) await runner.query(statement);
  }
}

// The owner of a table is behind its policies too, as long as these are forced on it.
const statements = [
  'alter table plan_versions no force row level security',
  'alter table plan_versions add column version integer not null default 1 check (version > 0)',
  'alter table plan_versions add column created_at timestamptz(3) not null default now()',
  'alter table plan_versions add column updated_at timestamptz(3) not null default now()',
  'update plan_versions set created_at = published_at, updated_at = published_at',
  'alter table plan_versions alter column published_at drop not null',
  'alter table plan_versions force row level security',

  // Once it is published, nobody changes or deletes it.
  `create policy keep on plan_versions as restrictive for update
    using (published_at is null) with check (true)`,
  `create policy keep_all on plan_versions as restrictive for delete
    using (published_at is null)`,
  'grant update, delete on plan_versions to billing_app',

  // The version that it is offered on, once it is active.
  `alter table plans add column published_version integer not null default 1
    check (published_version > 0)`,
];

// Earlier releases know the version of a plan that has the plan's own id, and no draft.
const statementsBack = [
  'alter table plans drop column published_version',
  'revoke update, delete on plan_versions from billing_app',
  'drop policy keep on plan_versions',
  'drop policy keep_all on plan_versions',
  'alter table plan_versions no force row level security',
  'delete from plan_versions where published_at is null',
  'alter table plan_versions alter column published_at set not null',
  'alter table plan_versions drop column version',
  'alter table plan_versions drop column created_at',
  'alter table plan_versions drop column updated_at',
  'alter table plan_versions force row level security',
];
