#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire, enableCompileCache, setSourceMapsSupport } from 'node:module';
import { resolve } from 'node:path';
import type { ProcessLog } from '#infrastructure/composition/start.ts';
import { exitCodes, failureOf } from '#interfaces/cli/exit-codes.ts';
import type { Surroundings } from '#interfaces/cli/program.ts';
import { runCommand } from '#interfaces/cli/run-command.ts';
import { listenForSignals, StoppedBySignal } from '#interfaces/cli/signals.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const environment = process.env;
// Half of a start is compiling the same files: Node keeps them, where it may write. The directory
// for all users that it would take by itself is one where others may leave code for us to run.
enableCompileCache(resolve(import.meta.dirname, '../node_modules/.cache/billing'));
// A stack trace names our source files. The source maps of libraries would take 12 MB of memory.
setSourceMapsSupport(true, { nodeModules: false });
const write = (text: string): void => void process.stdout.write(text);

const stopping = listenForSignals();
const { signal } = stopping;

const runServer = async ({ demo }: { readonly demo: boolean }): Promise<void> => {
  if (demo && environment['NODE_ENV'] === 'production') {
    throw new Error(
      'There is no --demo in production: its ADMIN has a password that everybody knows.',
    );
  }
  const { firstTenantAdvice, serve, welcome } = await import('#interfaces/cli/serve.ts');
  const { config, log, composition, stopTracing } = await begin();
  const { openPanel } = await starting();
  const panel = config.panelServed ? openPanel(log) : undefined;
  const served = await serve({ config, log, composition, version, panel });
  const advice = await firstTenantAdvice(composition.operations, config).catch(() => undefined);
  if (advice !== undefined) log.warn(advice);
  log.info({ url: served.url, host: config.host, version }, 'listening');
  if (!config.production) {
    write(welcome(served.url, { ...config, hasPanel: panel !== undefined }));
  }
  try {
    // The process does not wait for demo data: half filled it stays when a stop is asked for.
    const { fillDemo } = await import('#interfaces/cli/demo.ts');
    if (demo) write(await Promise.race([fillDemo(composition, served.url), stopped()]));
  } catch (error) {
    await served.stop();
    throw error;
  }
  await runUntilStopped(log, () => served.stop().then(stopTracing));
};

// Each command loads what it needs: help, and messages about wrong usage, need none
// of it, and are printed at once.
const starting = () => import('#infrastructure/composition/start.ts');

const begin = async () => {
  const { startFrom, startTracing } = await starting();
  signal.throwIfAborted();
  const stopTracing = await startTracing(environment);
  const started = await startFrom(environment, process.stdout.isTTY, { mode: 'begin', signal });
  return { ...started, stopTracing };
};

const stopped = (): Promise<string> => stopping.wished.then(() => '');

const runWorker = async (): Promise<void> => {
  const { work } = await import('#interfaces/cli/serve.ts');
  const { config, log, composition, stopTracing } = await begin();
  const worker = await work({ config, log, composition });
  // Timers and sockets of the queues may all be idle; the worker stays until it is asked to stop.
  const alive = setInterval(() => undefined, 60_000);
  log.info({ version }, 'working');
  await runUntilStopped(log, () => worker.stop().then(stopTracing));
  clearInterval(alive);
};

const runUntilStopped = async (log: ProcessLog, stop: () => Promise<void>): Promise<void> => {
  const wish = await stopping.wished;
  log.info({ signal: wish.signal }, 'stopping');
  try {
    await stop();
    log.info({}, 'stopped');
  } catch (error) {
    log.error({ err: error }, 'could not stop cleanly');
    process.exitCode = exitCodes.failed;
  }
  // Nothing of ours should be left to wait for. If something is, it is no reason to stay.
  setTimeout(() => process.exit(), leaveMilliseconds).unref();
};

const leaveMilliseconds = 2000;

const surroundings: Surroundings = {
  version,
  write,
  writeError: (text) => void process.stderr.write(text),
  interrupted: stopping.interrupted,
  open: async () => {
    const { startFrom } = await starting();
    const quietly = { quiet: true, mode: 'look', signal } as const;
    const { composition } = await startFrom(environment, false, quietly);
    return composition;
  },
  serve: runServer,
  work: runWorker,
  migrate: async (direction) => {
    const { migrateFrom } = await import('#infrastructure/composition/migrations.ts');
    return migrateFrom(environment, direction, signal);
  },
  examine: async () => {
    const { examine } = await import('#infrastructure/composition/doctor.ts');
    return examine(environment, signal);
  },
  openApi: async () => {
    const { compose } = await import('#infrastructure/composition/compose.ts');
    const { allEndpoints } = await import('#interfaces/http/endpoints.ts');
    const { openApiDocument } = await import('#interfaces/http/document/openapi.ts');
    const { useCases, close } = await compose({ storage: 'memory' });
    await close();
    return openApiDocument(allEndpoints(useCases), version);
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

// Whoever reads us may have read enough (`billing … | head`), or be gone with the terminal.
const leaveReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') process.exitCode = exitCodes.failed;
};
process.stdout.on('error', leaveReader);
process.stderr.on('error', leaveReader);

try {
  // A variable of the environment goes before the same one in the file.
  if (existsSync('.env')) process.loadEnvFile('.env');
  await runCommand(process.argv.slice(2), surroundings);
} catch (error) {
  // The work that was cut short may hold connections: they are no reason to stay.
  if (error instanceof StoppedBySignal) process.exit(error.exitCode);
  const { message, exitCode } = failureOf(error);
  process.exitCode = exitCode;
  process.stderr.write(`${message}\n`);
}
