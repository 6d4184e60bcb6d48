import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { migrateFrom } from '#infrastructure/composition/migrations.ts';
import { startFrom } from '#infrastructure/composition/start.ts';
import { fillDemo } from '#interfaces/cli/demo.ts';
import type { Served } from '#interfaces/cli/serve.ts';
import { serve, welcome } from '#interfaces/cli/serve.ts';

const usage = `Usage: billing-service [command] [options]

Commands
  serve            migrate, then serve HTTP (the default)
  migrate          bring the database up to date, and end

Options
  --demo           serve: fill a tenant with data to look at
  --revert         migrate: take the last migration back instead
  --help           show this

Configuration comes from the environment: see .env.example.
`;

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      demo: { type: 'boolean', default: false },
      revert: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command = 'serve', ...others] = positionals;
  if (values.help) return void process.stdout.write(usage);
  if (others.length > 0) throw new Error(`There is no argument "${others[0]}".\n\n${usage}`);
  if (command === 'serve') return runServer(values.demo);
  if (command === 'migrate') return runMigrations(values.revert);
  throw new Error(`There is no command "${command}".\n\n${usage}`);
};

const runServer = async (demo: boolean): Promise<void> => {
  if (demo && process.env['NODE_ENV'] === 'production') {
    throw new Error(
      'There is no --demo in production: its ADMIN has a password that everybody knows.',
    );
  }
  const terminal = process.stdout.isTTY;
  const { config, log, composition } = await startFrom(process.env, terminal);
  const served = await serve({ config, log, composition, version });
  stopOnSignal(served, log);
  log.info({ url: served.url, version }, 'listening');
  if (!config.production) process.stdout.write(welcome(served.url));
  if (demo) process.stdout.write(await fillDemo(composition.useCases, served.url));
};

const runMigrations = async (revert: boolean): Promise<void> => {
  const lines = await migrateFrom(process.env, revert ? 'revert' : 'apply');
  process.stdout.write(`${lines.join('\n')}\n`);
};

const stopOnSignal = (
  served: Served,
  log: { info(facts: object, message: string): void; error(facts: object, message: string): void },
): void => {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Asked twice, we go at once; the database recovers by itself from being left like that.
    if (stopping) process.exit(130);
    stopping = true;
    log.info({ signal }, 'stopping');
    served.stop().then(
      () => log.info({}, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

try {
  // What the environment says already goes before what the file says.
  if (existsSync('.env')) process.loadEnvFile('.env');
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return `${error.message}\nSomething else listens there: stop it, or set PORT to another port.`;
  }
  if (code === 'EACCES') return `${error.message}\nSet PORT to a port above 1023.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `The database of DATABASE_URL cannot be reached: ${error.message}`;
  }
  return error.message;
}
