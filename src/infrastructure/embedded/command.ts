import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** An account of the operating system to run a program under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where and as whom a program runs. Without an account it runs as ourselves. */
export interface CommandPlace {
  readonly directory?: string;
  readonly account?: Account | undefined;
  readonly millisecondsMax?: number;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Our own environment holds secrets that PostgreSQL has no use for, and `PG…` variables that would
 * change what it does. Its messages must be English, because we read them.
 */
export const plainEnvironment = (): Record<string, string> => {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR'];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
};

/**
 * Runs a program to its end and returns what it printed on standard output.
 * @throws the error of `execFile`, whose message ends with what the program printed on standard
 * error.
 */
export const run = async (
  program: string,
  parameters: readonly string[],
  place: CommandPlace = {},
): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, [...parameters], {
    cwd: place.directory ?? '/',
    env: plainEnvironment(),
    timeout: place.millisecondsMax ?? 10_000,
    ...(place.signal && { signal: place.signal }),
    ...place.account,
  });
  return stdout.trim();
};
