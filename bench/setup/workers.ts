import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { onCores } from './cores.ts';
import { dataDirectory } from './places.ts';
import { type Ground, productProgram, productSettings } from './servers.ts';

export interface WorkerProcess {
  readonly pid: number;
  /** Whether it ended by itself. */
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/** Starts the product's worker alone, as its Dockerfile would; it may not be at work yet. */
export const startWorker = ({ databaseUrl, cores, settings = {} }: Ground): WorkerProcess => {
  const log = openSync(`${dataDirectory}logs/worker.log`, 'a');
  const words = [process.execPath, ...productProgram, 'worker'];
  const [command, parameters] = onCores(cores, words);
  const child = spawn(command, parameters, {
    cwd: dataDirectory,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_MAX: '10',
      ...productSettings,
      ...settings,
    },
    stdio: ['ignore', log, log],
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (hasEnded()) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, hasEnded, stop };
};
