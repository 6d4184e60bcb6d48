import type { Command } from 'commander';
import { Option } from 'commander';
import type { QueueName } from '#application/shared/jobs.ts';
import { queueNames } from '#application/shared/jobs.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { printOutcome, printRows } from '#interfaces/cli/output.ts';

interface QueueOption {
  readonly queue: QueueName;
}

const queueOption = () =>
  new Option('--queue <name>', 'which queue').choices(queueNames).default('outbox');

/** `billing outbox …` */
export const addOutboxCommands = (program: Command, within: Within): void => {
  const outbox = program.command('outbox').description('what is on its way, and what got stuck');
  outbox
    .command('status')
    .description('show how each queue stands')
    .action((_options: object, command: Command) =>
      within(command, async ({ operations }, output) => {
        const states = await operations.jobs.states();
        printRows(
          output,
          states.map((state) => ({ ...state })),
        );
      }),
    );
  outbox
    .command('dead')
    .description('list messages that failed for good; all behind them wait')
    .addOption(queueOption())
    .option('--limit <n>', 'how many', '50')
    .action(({ queue, limit }: QueueOption & { limit: string }, command: Command) =>
      within(command, async ({ operations }, output) => {
        const letters = await operations.jobs.deadLetters(queue, Number(limit));
        printRows(
          output,
          letters.map(({ id, key, error, failedAt, data }) => ({
            id,
            key,
            failedAt,
            error,
            data: JSON.stringify(data),
          })),
        );
      }),
    );
  outbox
    .command('replay [ids...]')
    .description('try dead messages again: these, or --all')
    .addOption(queueOption())
    .option('--all', 'every dead message of the queue', false)
    .action((ids: string[], { queue, all }: QueueOption & { all: boolean }, command: Command) => {
      if (all === ids.length > 0) {
        command.error('Name the messages to replay, or say --all.', { exitCode: exitCodes.usage });
      }
      return within(command, async ({ operations }, output) => {
        const replayed = await operations.jobs.replay(queue, all ? 'all' : ids);
        printOutcome(output, { replayed }, `${replayed} replayed.`);
      });
    });
};
