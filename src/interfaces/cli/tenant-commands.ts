import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Role } from '#domain/identity/role.ts';
import { roles } from '#domain/identity/role.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorContext } from '#interfaces/cli/operator-context.ts';
import { printOutcome, printRows } from '#interfaces/cli/output.ts';

interface PageOptions {
  readonly limit: string;
  readonly cursor?: string;
}

interface TenantOption {
  readonly tenant: string;
}

const tenantOption = () => new Option('--tenant <id>', 'which: ten_…').makeOptionMandatory();
const roleOption = () => new Option('--role <role>', 'what they are there').choices(roles);

/** `billing tenants …` and `billing users …`. */
export const addTenantCommands = (program: Command, within: Within): void => {
  const tenants = program.command('tenants').description('the tenants of this installation');
  tenants
    .command('list')
    .description('list tenants, newest first')
    .option('--limit <n>', 'how many, up to 100', '20')
    .option('--cursor <cursor>', 'where the page before ended')
    .action(({ limit, cursor }: PageOptions, command: Command) =>
      within(command, async ({ operations }, output) => {
        const request = { requestId: `cli-${randomUUID()}` };
        const asked = { limit: Number(limit), cursor };
        const page = await operations.listTenants.execute(request, asked);
        printRows(
          output,
          page.data.map(({ id, name, createdAt }) => ({
            id,
            name,
            createdAt: new Date(createdAt).toISOString(),
          })),
        );
        if (page.nextCursor !== null && !output.isJson) {
          output.write(`More: --cursor ${page.nextCursor}\n`);
        }
      }),
    );
  const users = program.command('users').description('the members of a tenant');
  addMemberList(users, within);
  addMemberChanges(users, within);
};

const addMemberList = (users: Command, within: Within): void => {
  users
    .command('list')
    .description('list the members of a tenant')
    .addOption(tenantOption())
    .action(({ tenant }: TenantOption, command: Command) =>
      within(command, async ({ useCases }, output) => {
        const page = await useCases.users.list.execute(operatorContext(tenant), { limit: 100 });
        printRows(
          output,
          page.data.map(({ id, name, email, role }) => ({ id, name, email, role })),
        );
      }),
    );
  users
    .command('invite')
    .description('invite a person; prints the token to send them')
    .addOption(tenantOption())
    .requiredOption('--email <address>', 'whom')
    .addOption(roleOption().default('ADMIN'))
    .action(
      ({ tenant, email, role }: TenantOption & { email: string; role: Role }, command: Command) =>
        within(command, async ({ useCases }, output) => {
          const context = operatorContext(tenant);
          const issued = await useCases.users.invite.execute(context, { email, role });
          printOutcome(output, issued, issued.token);
        }),
    );
};

const addMemberChanges = (users: Command, within: Within): void => {
  users
    .command('set-role <userId>')
    .description('make a member ADMIN or USER')
    .addOption(tenantOption())
    .addOption(roleOption().makeOptionMandatory())
    .action((id: string, { tenant, role }: TenantOption & { role: Role }, command: Command) =>
      within(command, async ({ useCases }, output) => {
        const context = operatorContext(tenant);
        const userId = parseId('usr', id);
        const { version } = await useCases.users.get.execute(context, { userId });
        const changes = { role };
        const user = await useCases.users.update.execute(context, { userId, version, changes });
        printOutcome(output, user, `${user.email} is ${user.role} now.`);
      }),
    );
  users
    .command('remove <userId>')
    .description('remove a member and end their sessions there')
    .addOption(tenantOption())
    .action((id: string, { tenant }: TenantOption, command: Command) =>
      within(command, async ({ useCases }, output) => {
        const context = operatorContext(tenant);
        const userId = parseId('usr', id);
        const { version } = await useCases.users.get.execute(context, { userId });
        await useCases.users.remove.execute(context, { userId, version });
        printOutcome(output, { removed: userId }, `${userId} is no member any more.`);
      }),
    );
};
