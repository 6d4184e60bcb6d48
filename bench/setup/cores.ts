import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const count = cpus().length;

/** Whether processes can be given cores of their own here. */
export const canPin = count > 1 && spawnSync('taskset', ['--version']).error === undefined;

/** Who works where while a server is measured; the load shares PostgreSQL's core where it must. */
export const pinned = { server: '0', database: '1', load: count > 2 ? '2' : '1' } as const;
export const everyCore = `0-${count - 1}`;

/** A command that runs on these cores only. */
export const onCores = (cores: string, words: readonly string[]): [string, string[]] => {
  const [command = '', ...parameters] = canPin ? ['taskset', '-c', cores, ...words] : words;
  return [command, parameters];
};

/**
 * Moves PostgreSQL: its postmaster, from which new backends inherit, and the processes it has.
 * @param backend the number of any of its backends; one of another machine is left alone.
 */
export const movePostgres = (backend: number, cores: string): void => {
  if (!canPin) return;
  for (const pid of processesOf(backend)) {
    // One that has just ended needs no core.
    spawnSync('taskset', ['-cp', cores, String(pid)]);
  }
};

/** CPU time that the PostgreSQL of this backend has used so far, in the processes it has now. */
export const postgresMilliseconds = (backend: number): number =>
  processesOf(backend).reduce((sum, pid) => sum + cpuMilliseconds(pid), 0);

const processesOf = (backend: number): readonly number[] => {
  const postmaster = parentOf(backend);
  if (postmaster === undefined) return [];
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [postmaster, ...all.map(Number).filter((pid) => parentOf(pid) === postmaster)];
};

const parentOf = (pid: number): number | undefined => {
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(statOf(pid)) ?? [];
  return name === 'postgres' ? Number(parent) : undefined;
};

const statOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
};

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time that a process has used so far, of all its threads. */
export const cpuMilliseconds = (pid: number): number => {
  const fields = statOf(pid)
    .replace(/^.*\) /, '')
    .split(' ');
  if (fields.length < 13) return 0;
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
};

/** How long a core, or all of them together, have been at work so far, whoever it was for. */
export const workedMilliseconds = (core?: string): number => {
  const line = new RegExp(`^cpu${core ?? ' '} +(.*)$`, 'm').exec(
    readFileSync('/proc/stat', 'utf8'),
  );
  const [user, nice, system, , , irq, softirq, steal] = (line?.[1] ?? '').split(' ').map(Number);
  const ticks = [user, nice, system, irq, softirq, steal].map((each) => each ?? 0);
  return (ticks.reduce((sum, each) => sum + each, 0) * 1000) / ticksPerSecond;
};

/** The share of this machine that others use while we wait for a second. */
export const shareOfOthers = async (): Promise<number> => {
  const before = workedMilliseconds();
  await delay(1000);
  return (workedMilliseconds() - before) / (1000 * count);
};

/** Memory of a process that is resident now. */
export const residentMegabytes = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};
