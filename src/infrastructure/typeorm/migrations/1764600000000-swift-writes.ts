import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendManyEntries } from '#infrastructure/typeorm/migrations/1764500000000-trust.ts';

/**
 * Entries are appended one by one, which costs half as much as a list of them; and what nobody
 * listens to leaves no outbox message. Messages that wait already are handed out as before.
 */
export class SwiftWrites1764600000000 implements MigrationInterface {
  readonly name = 'SwiftWrites1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function append_audit_entries(uuid, jsonb, text[])');
    await runner.query(appendEntry('generated'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function append_audit_entry(uuid, uuid, text, text, jsonb, text,
      timestamptz, jsonb, jsonb, text)`);
    await runner.query(appendManyEntries);
  }
}

// The chain's head is locked here, as the last thing before the commit that is sent right behind:
// writers of one tenant do all their work side by side, and only commit one after the other. What
// an enabled webhook endpoint may want is an outbox message as well, in the order of the chain. A
// statement sees what the last holder of the lock committed, so an endpoint hears of all that
// comes after it in the chain. The actor's id is a generated column here, and written later on.
export const appendEntry = (actorId: 'generated' | 'written'): string => {
  const isWritten = actorId === 'written';
  return `
  create function append_audit_entry(of_tenant uuid, entry_id uuid, entry_action text,
    entry_resource text, entry_actor jsonb, ${isWritten ? 'entry_actor_id text,' : ''}
    entry_request text, entry_at timestamptz, entry_before jsonb, entry_after jsonb,
    canonical text) returns void
  language plpgsql as $$
  begin
    loop
      with head as (
        update audit_chains set sequence = sequence + 1,
          hash = encode(sha256(convert_to(hash || E'\\n' || canonical, 'UTF8')), 'hex')
        where tenant_id = of_tenant returning sequence, hash
      )
      insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
          ${isWritten ? 'actor_id,' : ''} request_id, created_at, before, after)
        select of_tenant, entry_id, head.sequence, head.hash, entry_action, entry_resource,
          entry_actor, ${isWritten ? 'entry_actor_id,' : ''} entry_request, entry_at,
          entry_before, entry_after
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
};
