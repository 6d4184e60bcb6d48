import { startEmbeddedPostgres } from '../../src/infrastructure/embedded/embedded-postgres.ts';

// A process of its own: it keeps the PostgreSQL that the product brings along until its standard
// input ends, which it does with the parent at the latest.
const postgres = await startEmbeddedPostgres({
  directory: process.argv[2] ?? '',
  log: ({ level, message }) => {
    if (level !== 'info') process.stderr.write(`${message}\n`);
  },
  settings: { max_connections: '200' },
});
process.stdout.write(`${postgres.adminUrl}\n`);
process.on('SIGINT', () => undefined);
process.stdin.resume().once('end', () => void postgres.stop());
