import type { Command } from 'commander';
import type { AccountView } from '#application/operations/show-account.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorRequest } from '#interfaces/cli/operator-context.ts';
import { idOf } from '#interfaces/cli/options.ts';
import { printOutcome } from '#interfaces/cli/output.ts';

interface EmailOption {
  readonly email: string;
}

/** `billing accounts …`: people, whichever tenants they are members of. */
export const addAccountCommands = (program: Command, within: Within): void => {
  const accounts = program.command('accounts').description('people and how they get in');
  accounts
    .command('show')
    .description('show whose account has an e-mail address, and where they are a member')
    .requiredOption('--email <address>', 'which address')
    .action(({ email }: EmailOption, command: Command) =>
      within(command, async ({ operations }, output) => {
        const account = await operations.showAccount.execute(operatorRequest(), { email });
        const { createdAt, ...told } = account;
        const asJson = { ...told, createdAt: new Date(createdAt).toISOString() };
        printOutcome(output, asJson, sentenceOf(account));
      }),
    );
  accounts
    .command('reset-password')
    .description('print a link with which a person chooses another password, within an hour')
    .requiredOption('--email <address>', 'whose')
    .action(({ email }: EmailOption, command: Command) =>
      within(command, async ({ operations }, output) => {
        const link = await operations.accounts.issuePasswordReset.execute(operatorRequest(), {
          email,
        });
        const { token, url, expiresAt } = link;
        const told = { token, url, expiresAt: new Date(expiresAt).toISOString() };
        printOutcome(output, told, url);
      }),
    );
  addRelease(accounts, within);
};

const addRelease = (accounts: Command, within: Within): void => {
  accounts
    .command('release-address')
    .description('free an e-mail address that an account has and never proved')
    .argument('<userId>', 'the account that has it: usr_…', idOf('usr'))
    .requiredOption('--email <address>', 'the address')
    .action((userId: UserId, { email }: EmailOption, command: Command) =>
      within(command, async ({ operations }, output) => {
        const input = { userId, email };
        const released = await operations.releaseAddress.execute(operatorRequest(), input);
        printOutcome(
          output,
          released,
          `${email} is free. ${userId} keeps its password and tenants, and signs in with ` +
            `${released.email} from now on.`,
        );
      }),
    );
};

const sentenceOf = ({ id, name, email, createdAt, ...account }: AccountView): string => {
  const proof = account.isEmailVerified ? 'has proved it' : 'never proved it';
  const places = account.tenants.map((place) => `${place.name} (${place.id}, ${place.role})`);
  return (
    `${id} (${name}) has ${email}, and ${proof}. It was made ` +
    `${new Date(createdAt).toISOString()}, and is a member of ${places.join(', ') || 'no tenant'}.`
  );
};
