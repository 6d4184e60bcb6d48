import { spawn } from 'node:child_process';
import { onCores } from '../setup/cores.ts';
import type { Outcome, Plan, Report } from './plan.ts';

/** An answer was no 2xx, so nothing that was measured says anything. */
export class LoadRefused extends Error {
  override readonly name = 'LoadRefused';

  constructor(what: string, { refused, complaint }: Outcome) {
    super(`${what}: ${refused} requests were not answered 2xx. The first: ${complaint ?? ''}`);
  }
}

/**
 * Lets the load generator work on `cores`.
 * @param measuring is called when the warm-up is over.
 * @throws {LoadRefused} when an answer was no 2xx.
 */
export const load = async (
  what: string,
  plan: Plan,
  cores: string,
  measuring: () => void = () => undefined,
): Promise<Outcome> => {
  const program = new URL('generate.ts', import.meta.url).pathname;
  const [command, parameters] = onCores(cores, [process.execPath, program]);
  const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    child.on('message', (report: Report) => {
      if (report.kind === 'measuring') measuring();
      else resolve(report.outcome);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code}.`)));
    child.send(plan);
  });
  if (outcome.refused > 0) throw new LoadRefused(what, outcome);
  return outcome;
};
