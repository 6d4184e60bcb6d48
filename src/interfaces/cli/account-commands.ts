import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Within } from '#interfaces/cli/opened.ts';
import { printOutcome } from '#interfaces/cli/output.ts';

/** `billing accounts …`: people, whichever tenants they are members of. */
export const addAccountCommands = (program: Command, within: Within): void => {
  const accounts = program.command('accounts').description('people and how they get in');
  accounts
    .command('reset-password')
    .description('print a link with which a person chooses another password, within an hour')
    .requiredOption('--email <address>', 'whose')
    .action(({ email }: { email: string }, command: Command) =>
      within(command, async ({ operations }, output) => {
        const request = { requestId: `cli-${randomUUID()}` };
        const link = await operations.accounts.issuePasswordReset.execute(request, { email });
        const { token, url, expiresAt } = link;
        const told = { token, url, expiresAt: new Date(expiresAt).toISOString() };
        printOutcome(output, told, url);
      }),
    );
};
