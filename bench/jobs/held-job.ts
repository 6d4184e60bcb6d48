import type { Loss } from './crash.ts';
import { byRun } from './graphile-worker.ts';
import { byWork, pgBossOn, queues } from './pg-boss.ts';

// A worker that takes a job, says so, and keeps it until it is killed.

const url = process.env['DATABASE_URL'] ?? '';
const loss = process.argv[2] as Loss;

const hold = async (): Promise<void> => {
  process.stdout.write('held\n');
  await new Promise(() => undefined);
};

const workOnBoss = async (queue: string): Promise<void> => {
  const boss = await pgBossOn(url).start();
  await byWork(boss, queue, hold);
};

switch (loss) {
  case 'pg-boss-expires':
    await workOnBoss(queues.expires);
    break;
  case 'pg-boss-heartbeat':
    await workOnBoss(queues.heartbeat);
    break;
  case 'graphile-worker':
    await byRun(url, hold);
    break;
}
