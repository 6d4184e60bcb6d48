import type { Command } from 'commander';
import { Option } from 'commander';
import type { TestClockView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorIn } from '#interfaces/cli/operator-context.ts';
import { readInstant, tenantOption } from '#interfaces/cli/options.ts';
import { printOutcome } from '#interfaces/cli/output.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { testClockWire } from '#interfaces/http/tenants/test-clock.controller.ts';

interface TenantOption {
  readonly tenant: TenantId;
}

const asJson = encoderOf(testClockWire);

/** `billing test-clock …`. */
export const addTestClockCommands = (program: Command, within: Within): void => {
  const clocks = program.command('test-clock').description('the clock of a test tenant');
  clocks
    .command('show')
    .description('show what time it is there')
    .addOption(tenantOption().makeOptionMandatory())
    .action(({ tenant }: TenantOption, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const clock = await opened.useCases.testClock.get.execute(context);
        printOutcome(output, asJson(clock), sentenceOf(clock));
      }),
    );
  clocks
    .command('advance')
    .description('send it on, and handle what falls due on the way; a worker goes on if you stop')
    .addOption(tenantOption().makeOptionMandatory())
    .addOption(
      new Option('--to <instant>', 'where it is to stand: 2027-01-01T00:00:00Z')
        .argParser(readInstant)
        .makeOptionMandatory(),
    )
    .action(({ tenant, to }: TenantOption & { to: Instant }, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const clock = await opened.useCases.testClock.advance.execute(context, { to });
        printOutcome(output, asJson(clock), sentenceOf(clock));
      }),
    );
};

const sentenceOf = ({ now, status, target, progress, report }: TestClockView): string => {
  const time = `It is ${formatInstant(now)}.`;
  if (status === 'advancing' && target !== null && progress !== null) {
    const days = `${progress.done} of ${progress.total} days`;
    return `${time} The clock is on its way to ${formatInstant(target)}: ${days}.`;
  }
  if (report === null) return time;
  const counts = Object.entries(report).map(([kind, count]) => `${count} ${kind}`);
  return `${time} The last advance made ${counts.join(', ')}.`;
};
