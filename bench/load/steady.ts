import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** One question, asked of a server at a steady rate. */
export interface SteadyLoad {
  readonly port: number;
  readonly path: string;
  readonly token: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Asks on schedule, whatever becomes of the questions before: milliseconds from when each was to be
 * asked until its answer was read.
 */
export const askSteadily = async (load: SteadyLoad): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const asked: Promise<number>[] = [];
  const beganAt = performance.now();
  const count = load.perSecond * load.seconds;
  for (let number = 0; number < count; number += 1) {
    const scheduledAt = beganAt + (number * 1000) / load.perSecond;
    const early = scheduledAt - performance.now();
    if (early > 1) await delay(early);
    asked.push(ask(load, agent).then(() => performance.now() - scheduledAt));
  }
  const milliseconds = await Promise.all(asked);
  agent.destroy();
  return milliseconds;
};

const ask = ({ port, path, token }: SteadyLoad, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` };
    get({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${path} was answered ${response.statusCode}.`));
      });
    }).once('error', reject);
  });

/** The value that this share of all is not above. */
export const quantileOf = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
