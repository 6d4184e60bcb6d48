import { Command } from 'commander';
import type { Operations } from '#application/billing-use-cases.ts';
import { addAccountCommands } from '#interfaces/cli/account-commands.ts';
import { addAuditCommands } from '#interfaces/cli/audit-commands.ts';
import { addBillingCommands } from '#interfaces/cli/billing-commands.ts';
import { addEventCommands } from '#interfaces/cli/event-commands.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import { addJobCommands } from '#interfaces/cli/job-commands.ts';
import type { Opened, Within } from '#interfaces/cli/opened.ts';
import { printAll, printOutcome } from '#interfaces/cli/output.ts';
import { addTenantCommands } from '#interfaces/cli/tenant-commands.ts';
import { addTestClockCommands } from '#interfaces/cli/test-clock-commands.ts';
import { addUsageCommands } from '#interfaces/cli/usage-commands.ts';

/** The process around the commands. */
export interface Surroundings {
  readonly version: string;
  readonly write: (text: string) => void;
  /** The messages of commander about wrong usage. */
  readonly writeError: (text: string) => void;
  /** Rejects when the command need not be finished any more. */
  readonly interrupted: Promise<never>;
  /** Opens the installation as it is, without migrating it. */
  readonly open: () => Promise<Opened>;
  readonly serve: (options: { readonly demo: boolean }) => Promise<void>;
  readonly work: () => Promise<void>;
  readonly migrate: (direction: 'apply' | 'revert') => Promise<readonly string[]>;
  readonly examine: () => Promise<
    readonly { readonly name: string; readonly isGood: boolean; readonly detail: string }[]
  >;
  readonly openApi: () => Promise<object>;
  readonly setExitCode: (code: number) => void;
}

/** The command line: `billing <command>`. Every command calls use cases, like everyone. */
export const createProgram = (surroundings: Surroundings): Command => {
  const { version, write, writeError, open, interrupted } = surroundings;
  const program = new Command('billing')
    .description('Billing Service: a self-hosted, multi-tenant billing backend.')
    .version(version)
    .option('--json', 'print JSON, for programs')
    .configureOutput({ writeOut: write, writeErr: writeError })
    .showHelpAfterError()
    .addHelpText('after', exitCodeHelp);
  const within: Within = async (command, work) => {
    const opened = await open();
    try {
      await Promise.race([work(opened, outputOf(command, write)), interrupted]);
    } finally {
      await opened.close();
    }
  };
  addProcessCommands(program, surroundings);
  addTenantCommands(program, within);
  addTestClockCommands(program, within);
  addAccountCommands(program, within);
  addKeyCommands(program, within);
  addAuditCommands(program, within, surroundings.setExitCode);
  addBillingCommands(program, within, surroundings.setExitCode);
  addUsageCommands(program, within, surroundings.setExitCode);
  addEventCommands(program, within);
  addJobCommands(program, within);
  addDoctor(program, surroundings);
  takeJsonEverywhere(program);
  return program;
};

// Behind the command too, where people write it.
const takeJsonEverywhere = (command: Command): void => {
  for (const each of command.commands) {
    if (each.commands.length === 0) each.option('--json', 'print JSON, for programs');
    takeJsonEverywhere(each);
  }
};

const ofAllCommands = ['--help', '-h', '--version', '-V', '--json'];

/** Without a command it serves: `billing --demo` is `billing serve --demo`. */
export const withDefaultCommand = (given: readonly string[]): readonly string[] => {
  const [first] = given;
  const isServing =
    first === undefined || (first.startsWith('-') && !ofAllCommands.includes(first));
  return isServing ? ['serve', ...given] : given;
};

const exitCodeHelp = `
Configuration comes from the environment: see .env.example.

Exit codes
  0  done                     5  not found, or nothing there yet
  1  failed                   6  conflict
  2  wrong usage              7  over a limit
  3  a check found a fault    8  the database is away
  4  not allowed              128 and more: stopped by a signal

With --json an error is one object on standard error: code, message, exitCode, errors.`;

const outputOf = (command: Command, write: (text: string) => void) => ({
  isJson: command.optsWithGlobals<{ json?: boolean }>().json === true,
  write,
});

const addProcessCommands = (program: Command, surroundings: Surroundings): void => {
  const { write, serve, work, migrate, openApi } = surroundings;
  program
    .command('serve')
    .description(
      'migrate, serve HTTP, and work the queues beside it (WORKER=off does not); the default',
    )
    .option('--demo', 'fill a tenant with data to look at', false)
    .action((options: { demo: boolean }) => serve(options));
  program
    .command('worker')
    .description('work the queues and nothing else')
    .action(() => work());
  program
    .command('migrate')
    .description('bring the database up to date, and end')
    .option('--revert', 'take the last migration back instead', false)
    .action(async ({ revert }: { revert: boolean }, command: Command) => {
      const done = await migrate(revert ? 'revert' : 'apply');
      printOutcome(outputOf(command, write), { done }, done.join('\n'));
    });
  program
    .command('openapi')
    .description('print the OpenAPI document')
    .action(async () => write(`${JSON.stringify(await openApi(), null, 2)}\n`));
};

const addKeyCommands = (program: Command, within: Within): void => {
  const keys = program.command('keys').description('the keys that sign access tokens');
  keys
    .command('list')
    .description('show the keys and their states: next, active, retiring')
    .action((_options: object, command: Command) =>
      within(command, async ({ operations }, output) =>
        printAll(output, await operations.signingKeys.list(), { asJson: keyRow, asRow: keyRow }),
      ),
    );
  keys
    .command('rotate')
    .description('sign with the next key; the active one verifies until its tokens are over')
    .action((_options: object, command: Command) =>
      within(command, async ({ operations }, output) =>
        printAll(output, await operations.signingKeys.rotate(), { asJson: keyRow, asRow: keyRow }),
      ),
    );
};

const keyRow = ({
  id,
  state,
  createdAt,
  retiresAt,
}: Awaited<ReturnType<Operations['signingKeys']['list']>>[number]) => ({
  id,
  state,
  createdAt: new Date(createdAt).toISOString(),
  retiresAt: retiresAt === null ? null : new Date(retiresAt).toISOString(),
});

const addDoctor = (program: Command, { write, examine, setExitCode }: Surroundings): void => {
  program
    .command('doctor')
    .description('look at everything that this installation stands on; changes nothing')
    .action(async (_options: object, command: Command) => {
      const output = outputOf(command, write);
      const findings = await examine();
      const isWell = findings.every(({ isGood }) => isGood);
      const told = findings.map(
        ({ name, isGood, detail }) => `${isGood ? 'good' : 'BAD '}  ${name}: ${detail}`,
      );
      printOutcome(output, { isWell, findings }, told.join('\n'));
      if (!isWell) setExitCode(exitCodes.checkFailed);
    });
};
