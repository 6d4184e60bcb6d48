import { startEmbeddedPostgres } from '#infrastructure/embedded/embedded-postgres.ts';

// A process of its own that runs an embedded PostgreSQL until it is killed. Its argument is the
// directory.
const server = await startEmbeddedPostgres({
  directory: process.argv[2] ?? '',
  settings: { fsync: 'off' },
  log: () => undefined,
});
process.stdout.write(`${server.adminUrl}\n`);
setInterval(() => undefined, 60_000);
