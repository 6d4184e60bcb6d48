import type { Config } from '#infrastructure/composition/config.ts';
import { readConfig, warningsOf } from '#infrastructure/composition/config.ts';
import { NothingYet } from '#infrastructure/composition/failures.ts';
import type { Started } from '#infrastructure/composition/start.ts';
import { startFrom } from '#infrastructure/composition/start.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly isGood: boolean;
  /** The finding, or what to do about it. */
  readonly detail: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const lagSecondsMax = 60;

/**
 * Looks at everything that an installation stands on, and makes nothing: no directory, no file, no
 * role, no key. An embedded PostgreSQL that does not run is started for as long as it takes.
 */
export const examine = async (
  environment: Environment,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  const look: Look = async (name, work) => {
    try {
      const [detail, result, isGood = true] = await work();
      findings.push({ name, isGood, detail });
      return result;
    } catch (error) {
      signal.throwIfAborted();
      const detail = error instanceof Error ? error.message : String(error);
      const found = error instanceof NothingYet ? 'installation' : name;
      findings.push({ name: found, isGood: false, detail });
      return undefined;
    }
  };
  const config = await look('configuration', async () => {
    const read = await readConfig(environment, 'look-only');
    return [[modeOf(read), ...read.warnings].join('; '), read];
  });
  if (config === undefined) return findings;
  for (const detail of warningsOf(config)) {
    findings.push({ name: 'configuration', isGood: false, detail });
  }
  // Opening it is the proof: the server answers, the schema is there, the role is safe, and the
  // encryption key opens what was sealed.
  const started = await look('database, schema, role and encryption key', async () => {
    const opened = await startFrom(environment, false, { quiet: true, mode: 'look', signal });
    return ['opened', opened];
  });
  if (started === undefined) return findings;
  try {
    await lookInside(started, look);
  } finally {
    await started.composition.close();
  }
  return findings;
};

const modeOf = ({ production, databaseUrl }: Config): string =>
  [
    production ? 'production' : 'development',
    databaseUrl === undefined ? 'embedded PostgreSQL' : 'DATABASE_URL',
  ].join(', ');

type Look = <Result>(
  name: string,
  work: () => Promise<readonly [detail: string, result: Result, isGood?: boolean]>,
) => Promise<Result | undefined>;

const lookInside = async ({ config, composition }: Started, look: Look): Promise<void> => {
  const { operations, ready, loginWarning } = composition;
  await look('login', async () => {
    const warning = await loginWarning();
    const detail = warning ?? 'may do what the application does, and no more';
    return [detail, undefined, warning === null || !config.production];
  });
  await look('readiness', async () => [`ready`, await ready()]);
  await look('signing keys', async () => {
    const keys = await operations.signingKeys.list();
    const states = keys.map(({ state }) => state);
    const isGood = states.includes('active') && states.includes('next');
    const detail = states.length === 0 ? 'none yet: the first start makes them' : states.join(', ');
    return [detail, undefined, isGood];
  });
  await look('subscribers', async () => {
    const { positions, subscribers } = operations.events;
    const states = await positions.states(subscribers.map(({ subscriber }) => subscriber));
    const told = states.map(
      ({ subscriber, waiting, dead, lagSeconds }) =>
        `${subscriber}: ${waiting} waiting, ${dead} dead, ${Math.round(lagSeconds)} s behind`,
    );
    const isGood = states.every(
      ({ dead, lagSeconds }) => dead === 0 && lagSeconds <= lagSecondsMax,
    );
    return [told.join('; '), undefined, isGood];
  });
  await look('queues', async () => {
    const states = await operations.jobs.states();
    const told = states.map(
      ({ name, ready: due, dead, lagSeconds }) =>
        `${name}: ${due} due, ${dead} dead, ${Math.round(lagSeconds)} s behind`,
    );
    const isGood = states.every(
      ({ dead, lagSeconds }) => dead === 0 && lagSeconds <= lagSecondsMax,
    );
    return [told.join('; '), undefined, isGood];
  });
  await look('deliveries', async () => {
    const { overdue, oldestSeconds } = await operations.overdueDeliveries.state();
    const told = `${overdue} overdue for more than a minute`;
    const oldest = `${told}, the oldest for ${Math.round(oldestSeconds)} s: is a worker at work?`;
    return [overdue === 0 ? told : oldest, undefined, overdue === 0];
  });
};
