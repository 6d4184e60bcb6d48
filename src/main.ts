#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CommanderError } from 'commander';
import { compose } from '#infrastructure/composition/compose.ts';
import { examine } from '#infrastructure/composition/doctor.ts';
import { migrateFrom } from '#infrastructure/composition/migrations.ts';
import type { ProcessLog } from '#infrastructure/composition/start.ts';
import { startFrom, startTracing } from '#infrastructure/composition/start.ts';
import { fillDemo } from '#interfaces/cli/demo.ts';
import { exitCodeOf, exitCodes } from '#interfaces/cli/exit-codes.ts';
import { createProgram, withDefaultCommand } from '#interfaces/cli/program.ts';
import { serve, welcome, work } from '#interfaces/cli/serve.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { openApiDocument } from '#interfaces/http/openapi.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const environment = process.env;
const write = (text: string): void => void process.stdout.write(text);

const runServer = async ({ demo }: { readonly demo: boolean }): Promise<void> => {
  if (demo && environment['NODE_ENV'] === 'production') {
    throw new Error(
      'There is no --demo in production: its ADMIN has a password that everybody knows.',
    );
  }
  const stopTracing = await startTracing(environment);
  const { config, log, composition } = await startFrom(environment, process.stdout.isTTY);
  const served = await serve({ config, log, composition, version });
  stopOnSignal(() => served.stop().then(stopTracing), log);
  log.info({ url: served.url, version }, 'listening');
  if (!config.production) write(welcome(served.url));
  if (demo) write(await fillDemo(composition.useCases, served.url));
};

const runWorker = async (): Promise<void> => {
  const stopTracing = await startTracing(environment);
  const { config, log, composition } = await startFrom(environment, process.stdout.isTTY);
  const worker = await work({ config, log, composition });
  // Timers and sockets of the queues may all be idle; the worker stays until it is told to go.
  const alive = setInterval(() => undefined, 60_000);
  const stop = async (): Promise<void> => {
    clearInterval(alive);
    await worker.stop();
    await stopTracing();
  };
  stopOnSignal(stop, log);
  log.info({ version }, 'working');
};

const stopOnSignal = (stopAll: () => Promise<void>, log: ProcessLog): void => {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Asked twice, we go at once; the database recovers by itself from being left like that.
    if (stopping) process.exit(130);
    stopping = true;
    log.info({ signal }, 'stopping');
    stopAll().then(
      () => log.info({}, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exitCode = exitCodes.failed;
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const program = createProgram({
  version,
  write,
  open: async () => {
    const quietly = { quiet: true, migrates: false };
    const { composition } = await startFrom(environment, false, quietly);
    return composition;
  },
  serve: runServer,
  work: runWorker,
  migrate: (direction) => migrateFrom(environment, direction),
  examine: () => examine(environment),
  openApi: async () => {
    const { useCases, close } = await compose({ storage: 'memory' });
    await close();
    return openApiDocument(allEndpoints(useCases), version);
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
});

const overrideExit = (command: typeof program): void => {
  command.exitOverride();
  command.commands.forEach(overrideExit);
};

try {
  // What the environment says already goes before what the file says.
  if (existsSync('.env')) process.loadEnvFile('.env');
  overrideExit(program);
  await program.parseAsync(withDefaultCommand(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
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
