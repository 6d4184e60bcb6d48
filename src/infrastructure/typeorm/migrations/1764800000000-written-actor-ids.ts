import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendEntry } from '#infrastructure/typeorm/migrations/1764600000000-swift-writes.ts';

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
      drop function append_audit_entry;`);
    await runner.query(appendEntry('written'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table audit_entries drop column actor_id;
      alter table audit_entries add column actor_id text generated always as
        (coalesce(actor->>'userId', actor->>'apiKeyId', actor->>'name')) stored;
      create index audit_entries_actor_idx on audit_entries (tenant_id, actor_id, id);
      drop function append_audit_entry;`);
    await runner.query(appendEntry('generated'));
  }
}
