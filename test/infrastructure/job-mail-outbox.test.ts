import { Pool } from 'pg';
import { expect, test } from 'vitest';
import { JobMailOutbox } from '#infrastructure/jobs/job-mail-outbox.ts';
import { JobSender } from '#infrastructure/jobs/job-sender.ts';
import { buildId } from '../../src/testing/builders.ts';
import { freshDatabase } from '../support/database.ts';

const fresh = freshDatabase();

test('law 2: a mail that cannot be added makes nothing fail, and is told of', async () => {
  const pool = new Pool({ connectionString: fresh.url() });
  const sender = new JobSender(pool);
  const failures: unknown[] = [];
  const mails = new JobMailOutbox(pool, sender, (error) => failures.push(error));
  await pool.query('drop schema billing_jobs cascade');
  const invitation = { tenantId: buildId('ten'), invitationId: buildId('ivt') };
  const order = { kind: 'invitation', ...invitation } as const;

  await mails.add(order);
  await sender.close();
  await pool.end();
  await mails.add(order);

  expect(failures).toHaveLength(2);
  expect(failures.every((failure) => failure instanceof Error)).toBe(true);
});
