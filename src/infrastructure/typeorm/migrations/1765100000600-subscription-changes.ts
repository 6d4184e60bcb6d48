import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of subscriptions, and the billing policy of a tenant. Whoever is there already bills by
 * the standard policy, as before.
 */
export class SubscriptionChanges1765100000600 implements MigrationInterface {
  readonly name = 'SubscriptionChanges1765100000600';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table charges drop constraint charges_identity_key');
    await runner.query(
      `alter table charges add constraint charges_identity_key
        unique (tenant_id, item_id, kind, part, starts_at, cause)`,
    );
    await runner.query('drop table subscription_changes');
    await runner.query('revoke update (billing_policy) on tenants from billing_app');
    await runner.query('alter table tenants drop column billing_policy');
  }
}

// A field that is not stored is as the standard has it. Of a change only that it was taken back is
// ever noted: whether it is in force follows from the time.
const statements = [
  `alter table tenants add column billing_policy jsonb not null default '{}'`,
  'grant update (billing_policy) on tenants to billing_app',

  `create table subscription_changes (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    subscription_id uuid not null,
    effective_on date not null,
    effective_at timestamptz(3) not null,
    plan_id uuid,
    plan_version_id uuid,
    terms jsonb not null,
    items jsonb not null,
    created_at timestamptz(3) not null,
    taken_back_at timestamptz(3),
    primary key (tenant_id, id),
    constraint subscription_changes_subscription_id_fkey
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
    constraint subscription_changes_plan_version_id_fkey
      foreign key (tenant_id, plan_version_id) references plan_versions (tenant_id, id)
  )`,
  `create index subscription_changes_subscription_idx
    on subscription_changes (tenant_id, subscription_id, id)`,
  'alter table subscription_changes enable row level security',
  'alter table subscription_changes force row level security',
  `create policy tenant on subscription_changes
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update (taken_back_at) on subscription_changes to billing_app',

  // A change may credit two charges that begin where it takes effect, one of them in arrears.
  'alter table charges drop constraint charges_identity_key',
  `alter table charges add constraint charges_identity_key
    unique nulls not distinct (tenant_id, item_id, kind, part, starts_at, cause, corrects)`,
];
