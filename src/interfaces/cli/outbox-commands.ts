import type { Command } from 'commander';
import { Option } from 'commander';
import type { DeadLetter, QueueName } from '#application/shared/jobs.ts';
import { queueNames } from '#application/shared/jobs.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { limitOption, messageIds } from '#interfaces/cli/options.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';

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
        printAll(output, states, { asJson: (state) => state, asRow: (state) => ({ ...state }) });
      }),
    );
  outbox
    .command('dead')
    .description('list messages that failed for good; all behind them wait')
    .addOption(queueOption())
    .addOption(limitOption(1000, 50))
    .action(({ queue, limit }: QueueOption & { limit: number }, command: Command) =>
      within(command, async ({ operations }, output) => {
        const letters = await operations.jobs.deadLetters(queue, limit);
        printAll(output, letters, { asJson: (letter) => letter, asRow: letterRow });
      }),
    );
  outbox
    .command('replay')
    .description('try dead messages again: these, or --all')
    .argument('[ids...]', 'which: ids of `outbox dead`', messageIds)
    .addOption(queueOption())
    .option('--all', 'every dead message of the queue', false)
    .action(
      (
        given: readonly string[],
        { queue, all }: QueueOption & { all: boolean },
        command: Command,
      ) => {
        const ids = [...new Set(given)];
        if (all === ids.length > 0) {
          const exitCode = exitCodes.usage;
          command.error('Name the messages to replay, or say --all.', { exitCode });
        }
        return within(command, async ({ operations }, output) => {
          const replayed = await operations.jobs.replay(queue, all ? 'all' : ids);
          if (!all && replayed < ids.length) throw new NoSuchMessage(queue, replayed, ids.length);
          printOutcome(output, { replayed }, `${replayed} replayed.`);
        });
      },
    );
};

const letterRow = ({ id, key, error, failedAt, data }: DeadLetter) => ({
  id,
  key,
  failedAt,
  error,
  data: JSON.stringify(data),
});

class NoSuchMessage extends DomainError {
  readonly kind = 'notFound';
  readonly code = 'message_not_found';

  constructor(queue: QueueName, replayed: number, asked: number) {
    super(
      `${replayed} of ${asked} replayed: the others are no dead messages of ${queue}. ` +
        `\`billing outbox dead --queue ${queue}\` lists them.`,
    );
  }
}
