import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Verification } from '#application/audit/queries.ts';
import type { ChainHead } from '#domain/audit/audit-entry.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { ofEachTenant, operatorIn, operatorOf } from '#interfaces/cli/operator-context.ts';
import type { PageOptions } from '#interfaces/cli/options.ts';
import { cursorOption, limitOption, tenantOption } from '#interfaces/cli/options.ts';
import { printOutcome, printPage } from '#interfaces/cli/output.ts';
import { auditEntryOnWire, auditEntryWire } from '#interfaces/http/audit/audit.controller.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';

const encodeEntry = encoderOf(auditEntryWire);

interface VerifyOptions {
  readonly tenant?: TenantId;
  readonly anchor?: ChainHead;
}

interface ListOptions extends PageOptions {
  readonly tenant: TenantId;
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
    .addOption(tenantOption().makeOptionMandatory())
    .addOption(limitOption())
    .addOption(cursorOption())
    .option('--resource <id>', 'only of this thing')
    .option('--action <type>', 'only of this kind: customer.created')
    .action(({ tenant, limit, cursor, resource, action }: ListOptions, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const asked = { limit, cursor, subjectId: resource, type: action };
        const page = await opened.useCases.audit.list.execute(context, asked);
        printPage(output, page, {
          asJson: (entry) => encodeEntry(auditEntryOnWire(entry)),
          asRow: (entry) => ({
            sequence: entry.sequence,
            createdAt: new Date(entry.createdAt).toISOString(),
            action: entry.type,
            resourceId: entry.subjectId,
            actor: JSON.stringify(entry.actor),
            requestId: entry.requestId,
          }),
        });
      }),
    );
};

const addVerify = (audit: Command, within: Within, setExitCode: (code: number) => void): void => {
  audit
    .command('verify')
    .description(
      'verify the chain of a tenant, or of all where none is named; names the first broken entry',
    )
    .addOption(tenantOption())
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
        const { verify } = opened.useCases.audit;
        const found = await ofEachTenant(opened, tenant, async (tenantId) => ({
          verification: await verify.execute(operatorOf(tenantId), { anchor }),
        }));
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
