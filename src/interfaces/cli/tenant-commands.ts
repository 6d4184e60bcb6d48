import type { Command } from 'commander';
import { Option } from 'commander';
import type { CreatedTenant } from '#application/operations/create-tenant.ts';
import type { Role } from '#domain/identity/role.ts';
import { roles } from '#domain/identity/role.ts';
import type { TenantId, UserId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import { tenantModes } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorIn, operatorRequest } from '#interfaces/cli/operator-context.ts';
import type { PageOptions } from '#interfaces/cli/options.ts';
import {
  cursorOption,
  idOf,
  limitOption,
  readInstant,
  tenantOption,
} from '#interfaces/cli/options.ts';
import { printOutcome, printPage } from '#interfaces/cli/output.ts';
import { userWire } from '#interfaces/http/identity/identity-wire.ts';
import { issuedInvitationWire } from '#interfaces/http/identity/users.controller.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { tenantWire } from '#interfaces/http/tenants/tenants.controller.ts';

interface TenantOption {
  readonly tenant: TenantId;
}

interface CreationOptions {
  readonly name: string;
  readonly admin: string;
  readonly mode: TenantMode;
  readonly clockStartsAt?: Instant;
  readonly currency?: string;
  readonly timeZone?: string;
}

const roleOption = () => new Option('--role <role>', 'what they are there').choices(roles);

/** `billing tenants …` and `billing users …`. */
export const addTenantCommands = (program: Command, within: Within): void => {
  const tenants = program.command('tenants').description('the tenants of this installation');
  tenants
    .command('list')
    .description('list tenants, newest first')
    .addOption(limitOption())
    .addOption(cursorOption())
    .action((asked: PageOptions, command: Command) =>
      within(command, async ({ operations }, output) => {
        const { limit, cursor } = asked;
        const page = await operations.listTenants.execute(operatorRequest(), { limit, cursor });
        printPage(output, page, {
          asJson: encoderOf(tenantWire),
          asRow: ({ id, name, mode, createdAt }) => ({
            id,
            name,
            mode,
            createdAt: new Date(createdAt).toISOString(),
          }),
        });
      }),
    );
  addTenantCreation(tenants, within);
  const users = program.command('users').description('the members of a tenant');
  addMemberList(users, within);
  addInvitation(users, within);
  addMemberChanges(users, within);
};

const addTenantCreation = (tenants: Command, within: Within): void => {
  tenants
    .command('create')
    .description('make a tenant, and invite its first ADMIN; prints the token to send them')
    .requiredOption('--name <name>', 'what the tenant is called')
    .requiredOption('--admin <address>', 'the e-mail address of its first ADMIN')
    .addOption(new Option('--mode <mode>', 'for good').choices(tenantModes).default('live'))
    .addOption(
      new Option(
        '--clock-starts-at <instant>',
        'of a test tenant: when its clock starts; now by default',
      ).argParser(readInstant),
    )
    .option('--currency <code>', 'of its prices; EUR by default')
    .option('--time-zone <name>', 'whose days it bills by, such as Europe/Vienna; UTC by default')
    .action((asked: CreationOptions, command: Command) =>
      within(command, async ({ operations }, output) => {
        const { name: tenantName, admin: email, currency: defaultCurrency, ...start } = asked;
        const given = { tenantName, email, defaultCurrency, ...start };
        const made = await operations.createTenant.execute(operatorRequest(), given);
        const { tenant, ...issued } = made;
        const asJson = {
          tenant: encoderOf(tenantWire)(tenant),
          ...(encoderOf(issuedInvitationWire)(issued) as object),
        };
        printOutcome(output, asJson, toldOf(made));
      }),
    );
};

const toldOf = ({ tenant, invitation, token }: CreatedTenant): string =>
  `${tenant.name} is made${tenant.mode === 'test' ? ' for tests' : ''}: ${tenant.id}.
${invitation.email} becomes its ADMIN with this token, which is told this once and good for a week:

${token}

They show it to the server, with a name and a password of their choice:
POST /v1/auth/accept-invitation {"token":"bit_…","name":"…","password":"…"}`;

const addMemberList = (users: Command, within: Within): void => {
  users
    .command('list')
    .description('list the members of a tenant, latest to join first')
    .addOption(tenantOption().makeOptionMandatory())
    .addOption(limitOption())
    .addOption(cursorOption())
    .action(({ tenant, limit, cursor }: TenantOption & PageOptions, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const page = await opened.useCases.users.list.execute(context, { limit, cursor });
        printPage(output, page, {
          asJson: encoderOf(userWire),
          asRow: ({ id, name, email, role }) => ({ id, name, email, role }),
        });
      }),
    );
};

const addInvitation = (users: Command, within: Within): void => {
  users
    .command('invite')
    .description('invite a person; prints the token to send them')
    .addOption(tenantOption().makeOptionMandatory())
    .requiredOption('--email <address>', 'whom')
    .addOption(roleOption().default('USER'))
    .action(
      ({ tenant, email, role }: TenantOption & { email: string; role: Role }, command: Command) =>
        within(command, async (opened, output) => {
          const context = await operatorIn(opened, tenant);
          const issued = await opened.useCases.users.invite.execute(context, { email, role });
          printOutcome(output, encoderOf(issuedInvitationWire)(issued), issued.token);
        }),
    );
};

const addMemberChanges = (users: Command, within: Within): void => {
  users
    .command('set-role')
    .description('give a member the role ADMIN, FINANCE or USER')
    .argument('<userId>', 'whom: usr_…', idOf('usr'))
    .addOption(tenantOption().makeOptionMandatory())
    .addOption(roleOption().makeOptionMandatory())
    .action((userId: UserId, { tenant, role }: TenantOption & { role: Role }, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const { users: members } = opened.useCases;
        const { version } = await members.get.execute(context, { userId });
        const user = await members.update.execute(context, { userId, version, changes: { role } });
        printOutcome(output, encoderOf(userWire)(user), `${user.email} is ${user.role} now.`);
      }),
    );
  users
    .command('remove')
    .description('remove a member and end their sessions there')
    .argument('<userId>', 'whom: usr_…', idOf('usr'))
    .addOption(tenantOption().makeOptionMandatory())
    .action((userId: UserId, { tenant }: TenantOption, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const { users: members } = opened.useCases;
        const { version } = await members.get.execute(context, { userId });
        await members.remove.execute(context, { userId, version });
        printOutcome(output, { removed: userId }, `${userId} is no member any more.`);
      }),
    );
};
