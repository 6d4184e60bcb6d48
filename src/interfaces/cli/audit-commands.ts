import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { Verification } from '#application/audit/verify-audit-chain.ts';
import type { ChainHead } from '#domain/audit/audit-entry.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Opened, Within } from '#interfaces/cli/opened.ts';
import { operatorContext } from '#interfaces/cli/operator-context.ts';
import { printOutcome, printRows } from '#interfaces/cli/output.ts';

interface VerifyOptions {
  readonly tenant?: string;
  readonly anchor?: ChainHead;
}

interface ListOptions {
  readonly tenant: string;
  readonly limit: string;
  readonly resource?: string;
  readonly action?: string;
}

/** `billing audit …` */
export const addAuditCommands = (
  program: Command,
  within: Within,
  setExitCode: (code: number) => void,
): void => {
  const audit = program.command('audit').description('what happened, and whether it still says so');
  addList(audit, within);
  addVerify(audit, within, setExitCode);
};

const addList = (audit: Command, within: Within): void => {
  audit
    .command('list')
    .description('list audit entries of a tenant, newest first')
    .addOption(new Option('--tenant <id>', 'which tenant: ten_…').makeOptionMandatory())
    .option('--limit <n>', 'how many, up to 100', '20')
    .option('--resource <id>', 'only of this thing')
    .option('--action <type>', 'only of this kind: customer.created')
    .action(({ tenant, limit, resource, action }: ListOptions, command: Command) =>
      within(command, async ({ useCases }, output) => {
        const asked = { limit: Number(limit), resourceId: resource, action };
        const page = await useCases.audit.list.execute(operatorContext(tenant), asked);
        const rows = page.data.map((entry) => ({
          sequence: entry.sequence,
          createdAt: new Date(entry.createdAt).toISOString(),
          action: entry.action,
          resourceId: entry.resourceId,
          actor: JSON.stringify(entry.actor),
          requestId: entry.requestId,
        }));
        printRows(output, rows);
      }),
    );
};

const addVerify = (audit: Command, within: Within, setExitCode: (code: number) => void): void => {
  audit
    .command('verify')
    .description('verify the chain of a tenant, or of all; names the first broken entry')
    .option('--tenant <id>', 'which tenant: ten_…; all where nothing is said')
    .option(
      '--anchor <sequence:hash>',
      'a head that was noted elsewhere: the chain must still have it so',
      parseAnchor,
    )
    .action(({ tenant, anchor }: VerifyOptions, command: Command) => {
      if (anchor !== undefined && tenant === undefined) {
        command.error('--anchor is of one tenant: give --tenant too.', {
          exitCode: exitCodes.usage,
        });
      }
      return within(command, async (opened, output) => {
        const ids = tenant === undefined ? await allTenants(opened) : [parseId('ten', tenant)];
        const found: { tenantId: TenantId; verification: Verification }[] = [];
        for (const tenantId of ids) {
          const context = operatorContext(tenantId);
          const verification = await opened.useCases.audit.verify.execute(context, { anchor });
          found.push({ tenantId, verification });
        }
        printOutcome(output, found, found.map(told).join('\n'));
        const isIntact = found.every(({ verification }) => verification.isIntact);
        if (!isIntact) setExitCode(exitCodes.checkFailed);
      });
    });
};

const parseAnchor = (text: string): ChainHead => {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new InvalidArgumentError('It is a number, a colon and 64 hexadecimal digits.');
  }
  return { sequence: Number(sequence), hash };
};

const told = ({
  tenantId,
  verification,
}: {
  tenantId: TenantId;
  verification: Verification;
}): string => {
  const { head, firstBreach } = verification;
  if (firstBreach === null) return `${tenantId}  intact, head ${head.sequence}:${head.hash}`;
  const { sequence, id, reason } = firstBreach;
  return `${tenantId}  BROKEN at ${sequence} (${id ?? 'no entry'}): ${reason}`;
};

const allTenants = async ({ operations }: Opened): Promise<readonly TenantId[]> => {
  const ids: TenantId[] = [];
  let cursor: string | undefined;
  do {
    const request = { requestId: `cli-${randomUUID()}` };
    const page = await operations.listTenants.execute(request, { limit: 100, cursor });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
};
