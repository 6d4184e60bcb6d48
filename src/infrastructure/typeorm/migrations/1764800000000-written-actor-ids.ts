import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendEntryOfActor } from '#infrastructure/typeorm/migrations/1764600000000-swift-writes.ts';

/**
 * Who did it is written beside the entry's `actor`, instead of generated from it: PostgreSQL reads
 * and compiles the expression of a generated column anew for each statement, which was a tenth of
 * a whole create. The verification of the chain holds one against the other.
 */
export class WrittenActorIds1764800000000 implements MigrationInterface {
  readonly name = 'WrittenActorIds1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table audit_entries alter column actor_id drop expression,
        alter column actor_id set not null;
      drop function append_audit_entry(uuid, uuid, text, text, jsonb, text, timestamptz, jsonb,
        jsonb, text);`);
    await runner.query(appendEntry);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table audit_entries drop column actor_id;
      alter table audit_entries add column actor_id text generated always as
        (coalesce(actor->>'userId', actor->>'apiKeyId', actor->>'name')) stored;
      create index audit_entries_actor_idx on audit_entries (tenant_id, actor_id, id);
      drop function append_audit_entry(uuid, uuid, text, text, jsonb, text, text, timestamptz,
        jsonb, jsonb, text);`);
    await runner.query(appendEntryOfActor);
  }
}

// As before, with the id of the actor.
const appendEntry = `
  create function append_audit_entry(of_tenant uuid, entry_id uuid, entry_action text,
    entry_resource text, entry_actor jsonb, entry_actor_id text, entry_request text,
    entry_at timestamptz, entry_before jsonb, entry_after jsonb, canonical text) returns void
  language plpgsql as $$
  begin
    loop
      with head as (
        update audit_chains set sequence = sequence + 1,
          hash = encode(sha256(convert_to(hash || E'\\n' || canonical, 'UTF8')), 'hex')
        where tenant_id = of_tenant returning sequence, hash
      )
      insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
          actor_id, request_id, created_at, before, after)
        select of_tenant, entry_id, head.sequence, head.hash, entry_action, entry_resource,
          entry_actor, entry_actor_id, entry_request, entry_at, entry_before, entry_after
        from head;
      exit when found;
      insert into audit_chains (tenant_id, sequence, hash) values (of_tenant, 0, '');
    end loop;

    if exists (select from webhook_endpoints
        where tenant_id = of_tenant and status = 'enabled') then
      insert into billing_jobs.job (id, name, data, singleton_key, created_on, keep_until, policy,
          retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
          deletion_seconds, heartbeat_seconds)
        select entry_id, q.name, jsonb_build_object('tenantId', of_tenant, 'eventId', entry_id),
          entry_resource, clock_timestamp(), 'infinity', q.policy, q.retry_limit, q.retry_delay,
          q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
          q.heartbeat_seconds
        from billing_jobs.queue q where q.name = 'outbox';
      if not found then raise exception 'There is no queue for the outbox: migrate first.'; end if;
    end if;
  end $$;`;
