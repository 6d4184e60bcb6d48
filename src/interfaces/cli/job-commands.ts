import type { Command } from 'commander';
import { Option } from 'commander';
import type { DeadLetter, QueueName } from '#application/queues.ts';
import { queueNames } from '#application/queues.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { jobIds, limitOption } from '#interfaces/cli/options.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';
import { NothingReplayed } from '#interfaces/cli/replay.ts';

interface QueueOption {
  readonly queue: QueueName;
}

const queueOption = () =>
  new Option('--queue <name>', 'which queue').choices(queueNames).default('webhook-delivery');

/** `billing jobs …` */
export const addJobCommands = (program: Command, within: Within): void => {
  const jobs = program.command('jobs').description('the queues of work at a set time');
  jobs
    .command('status')
    .description('show how each queue stands')
    .action((_options: object, command: Command) =>
      within(command, async ({ operations }, output) => {
        const states = await operations.jobs.states();
        printAll(output, states, { asJson: (state) => state, asRow: (state) => ({ ...state }) });
      }),
    );
  jobs
    .command('dead')
    .description('list jobs that failed for good')
    .addOption(queueOption())
    .addOption(limitOption(1000, 50))
    .action(({ queue, limit }: QueueOption & { limit: number }, command: Command) =>
      within(command, async ({ operations }, output) => {
        const letters = await operations.jobs.deadLetters(queue, limit);
        printAll(output, letters, { asJson: (letter) => letter, asRow: letterRow });
      }),
    );
  jobs
    .command('replay')
    .description('try dead jobs again: these, or --all')
    .argument('[ids...]', 'which: ids of `jobs dead`', jobIds)
    .addOption(queueOption())
    .option('--all', 'every dead job of the queue', false)
    .action(
      (
        given: readonly string[],
        { queue, all }: QueueOption & { all: boolean },
        command: Command,
      ) => {
        const ids = [...new Set(given)];
        if (all === ids.length > 0) {
          const exitCode = exitCodes.usage;
          command.error('Name the jobs to replay, or say --all.', { exitCode });
        }
        return within(command, async ({ operations }, output) => {
          const replayed = await operations.jobs.replay(queue, all ? 'all' : ids);
          if (!all && replayed < ids.length) {
            throw new NothingReplayed('jobs', queue, { replayed, asked: ids.length });
          }
          printOutcome(output, { replayed }, `${replayed} replayed.`);
        });
      },
    );
};

const letterRow = ({ id, error, failedAt, data }: DeadLetter) => ({
  id,
  failedAt,
  error,
  data: JSON.stringify(data),
});
