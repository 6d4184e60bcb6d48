import type { Command } from 'commander';
import type { DeadSubject } from '#application/events/ports.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { limitOption } from '#interfaces/cli/options.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';
import { NothingReplayed } from '#interfaces/cli/replay.ts';

interface SubscriberOption {
  readonly subscriber?: string;
}

/** `billing events …` */
export const addEventCommands = (program: Command, within: Within): void => {
  const events = program
    .command('events')
    .description('how far each subscriber has read, and what it could not handle');
  events
    .command('status')
    .description('show how each subscriber stands')
    .action((_options: object, command: Command) =>
      within(command, async ({ operations: { events: operations } }, output) => {
        const names = operations.subscribers.map(({ subscriber }) => subscriber);
        const states = await operations.positions.states(names);
        printAll(output, states, { asJson: (state) => state, asRow: (state) => ({ ...state }) });
      }),
    );
  events
    .command('dead')
    .description('list subjects whose events a subscriber could not handle')
    .option('--subscriber <name>', 'of which subscriber')
    .addOption(limitOption(1000, 50))
    .action(({ subscriber, limit }: SubscriberOption & { limit: number }, command: Command) =>
      within(command, async ({ operations: { events: operations } }, output) => {
        const dead = await operations.positions.deadSubjects(subscriber ?? null, limit);
        printAll(output, dead, { asJson: (subject) => subject, asRow: subjectRow });
      }),
    );
  addReplay(events, within);
};

const addReplay = (events: Command, within: Within): void => {
  events
    .command('replay')
    .description('deliver the events of dead subjects again: of these, or of --all')
    .argument('[subjects...]', 'which: subjects of `events dead`')
    .requiredOption('--subscriber <name>', 'to which subscriber')
    .option('--all', 'every dead subject', false)
    .action(
      (
        given: readonly string[],
        { subscriber, all }: { subscriber: string; all: boolean },
        command: Command,
      ) => {
        const subjects = [...new Set(given)];
        if (all === subjects.length > 0) {
          const exitCode = exitCodes.usage;
          command.error('Name the subjects to replay, or say --all.', { exitCode });
        }
        return within(command, async ({ operations: { events: operations } }, output) => {
          const replay = { subscriber, subjects: all ? ('all' as const) : subjects };
          const replayed = await operations.positions.replay(replay);
          if (!all && replayed < subjects.length) {
            const counts = { replayed, asked: subjects.length };
            throw new NothingReplayed('events', subscriber, counts);
          }
          printOutcome(output, { replayed }, `${replayed} replayed.`);
        });
      },
    );
};

const subjectRow = (subject: DeadSubject) => ({
  tenant: subject.tenantId,
  subscriber: subject.subscriber,
  subject: subject.subjectId,
  sequence: subject.sequence,
  failedAt: subject.failedAt,
  error: subject.error,
});
