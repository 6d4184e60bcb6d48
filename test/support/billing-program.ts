import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { newEncryptionKey } from '#infrastructure/security/sealer.ts';
import { commandInProcess } from './command-in-process.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The environment that a process of the program inherits from the tests, and nothing else. */
export const inheritedEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PATH|NODE_COMPILE_CACHE)$/.test(name)),
);

/** A run of the program that is over. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A run of the program. */
export interface Running {
  readonly child: ChildProcess;
  /** Its output so far, to either. */
  output(): string;
  readonly ended: Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** The program as people run it: processes of its own, which end with the test that began them. */
export class BillingProgram {
  /** The key that all its processes seal with. */
  readonly encryptionKey = newEncryptionKey();
  readonly #environment: () => Environment;
  readonly #running = new Set<Running>();
  #directory = '';

  private constructor(environment: () => Environment) {
    this.#environment = environment;
  }

  /** To be called at the top of a test file, as it registers the hooks that tidy up. */
  static open(environment: () => Environment): BillingProgram {
    const program = new BillingProgram(environment);
    beforeAll(async () => {
      program.#directory = await mkdtemp(join(tmpdir(), 'billing-program-'));
    });
    afterEach(async () => {
      for (const { child, ended } of program.#running) {
        child.kill('SIGKILL');
        await ended;
      }
    });
    afterAll(() => rm(program.#directory, { recursive: true, force: true, maxRetries: 5 }));
    return program;
  }

  start(given: readonly string[], environment: Environment = {}): Running {
    const child = spawn(process.execPath, ['--conditions=source', main, ...given], {
      cwd: this.#directory,
      env: {
        ...inheritedEnvironment,
        ENCRYPTION_KEY: this.encryptionKey,
        ...this.#environment(),
        ...environment,
      },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk) => (out += String(chunk)));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (err += String(chunk)));
    const ended = once(child, 'close').then(([code]) => ({
      code: code as number | null,
      out,
      err,
    }));
    const running = { child, output: () => out + err, ended };
    this.#running.add(running);
    void ended.then(() => this.#running.delete(running));
    return running;
  }

  /** Runs it to its end. */
  run(given: readonly string[], environment: Environment = {}): Promise<Ended> {
    return this.start(given, environment).ended;
  }

  /**
   * Runs a command to its end as its process does, but within this one: a process takes a second to
   * load. The tests of processes, signals and failures start real ones.
   */
  command(given: readonly string[], environment: Environment = {}): Promise<Ended> {
    return commandInProcess(given, {
      ...inheritedEnvironment,
      ENCRYPTION_KEY: this.encryptionKey,
      ...this.#environment(),
      ...environment,
    });
  }

  /** Serves HTTP on a free port, and gives where. */
  async serve(environment: Environment = {}): Promise<Running & { readonly url: string }> {
    const running = this.start(['serve'], { PORT: '0', HOST: '127.0.0.1', ...environment });
    const told = () => /listens on http:\/\/localhost:(\d+)/.exec(running.output())?.[1];
    await until(() => {
      if (running.child.exitCode !== null) throw new Error(running.output());
      return told() !== undefined;
    });
    return { ...running, url: `http://127.0.0.1:${told()}` };
  }

  /** Works the queues, and resolves when it does. */
  async work(environment: Environment = {}): Promise<Running> {
    const running = this.start(['worker'], environment);
    await until(() => {
      if (running.child.exitCode !== null) throw new Error(running.output());
      return running.output().includes('"working"');
    });
    return running;
  }
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
