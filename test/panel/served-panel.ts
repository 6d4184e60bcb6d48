import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { newEncryptionKey } from '#infrastructure/security/sealer.ts';
import { inheritedEnvironment } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');

/** The product as `npm start` runs it, with the panel, for the tests of a file. */
export const servedPanel = (): (() => string) => {
  const database = freshDatabase();
  let url = '';
  let stop = (): Promise<unknown> => Promise.resolve();

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'billing-panel-'));
    const environment = {
      ...inheritedEnvironment,
      DATABASE_URL: database.url(),
      ENCRYPTION_KEY: newEncryptionKey(),
      PORT: '0',
      HOST: '127.0.0.1',
      WEBHOOKS_ALLOW_PRIVATE: 'true',
    };
    const given = ['--conditions=source', main, 'serve'];
    const child = spawn(process.execPath, given, { cwd: directory, env: environment });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    stop = async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    };
    await until(() => {
      if (child.exitCode !== null) throw new Error(output);
      url = /listens on (http:\/\/localhost:\d+)/.exec(output)?.[1] ?? '';
      return url !== '';
    }, patience);
    await until(async () => (await page(url)).includes('/assets/'), patience);
    // It may have to be built first.
  }, 2 * patience);
  afterAll(() => stop());

  return () => url;
};

/** On a machine that is busy with other tests too, in milliseconds. */
const patience = 110_000;

const page = async (url: string): Promise<string> => (await fetch(`${url}/panel/`)).text();
