import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { CancelResult } from '#application/metering/cancel-usage.ts';
import type { UsageResult } from '#application/metering/record-usage.ts';
import type { UsageFault, UsageVerification } from '#application/metering/verify-usage.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import type { OfTenant } from '#interfaces/cli/operator-context.ts';
import { ofEachTenant, operatorIn, operatorOf } from '#interfaces/cli/operator-context.ts';
import { tenantOption } from '#interfaces/cli/options.ts';
import type { Output } from '#interfaces/cli/output.ts';
import { printable, printOutcome } from '#interfaces/cli/output.ts';
import { eventLinesIn } from '#interfaces/http/metering/usage-lines.ts';

/** `billing usage …` */
export const addUsageCommands = (
  program: Command,
  within: Within,
  setExitCode: (code: number) => void,
): void => {
  const usage = program.command('usage').description('what customers used');
  const add = (name: string, description: string, done: string, store: Store): void => {
    usage
      .command(name)
      .description(description)
      .argument('<file>', 'the file, or - for standard input')
      .addOption(tenantOption().makeOptionMandatory())
      .action((file: string, { tenant }: { readonly tenant: TenantId }, command: Command) =>
        within(command, async (opened, output) => {
          const context = await operatorIn(opened, tenant);
          const tally = new Tally(output, done);
          const stream = file === '-' ? process.stdin : createReadStream(file, readAhead);
          for await (const batch of eventLinesIn(stream)) {
            const events = batch.map(({ event }) => event);
            const { results } = await store(opened.useCases, context, events);
            batch.forEach(({ line }, index) => tally.add(line, results[index]));
          }
          tally.print();
          if (tally.refused > 0) setExitCode(exitCodes.checkFailed);
        }),
      );
  };
  add(
    'import',
    'store the events of a file with one on each line, as JSON. It may be done again, and ' +
      'stopped at any time: what is stored is a duplicate then, and counts once',
    'accepted',
    ({ usage: { record } }, context, events) => record.execute(context, { events }),
  );
  add(
    'cancel',
    'cancel the events of a file with `{ "id", "source" }` on each line: they count no more. It ' +
      'may be done again, and stopped at any time',
    'cancelled',
    ({ usage: { cancel } }, context, events) => cancel.execute(context, { events }),
  );
  addVerify(usage, within, setExitCode);
};

const addVerify = (usage: Command, within: Within, setExitCode: (code: number) => void): void => {
  usage
    .command('verify')
    .description(
      'count all events of a tenant, or of all tenants, anew, and compare each hour and day that ' +
        'is rolled up',
    )
    .addOption(tenantOption())
    .action(({ tenant }: { readonly tenant?: TenantId }, command: Command) =>
      within(command, async (opened, output) => {
        const found = await ofEachTenant(opened, tenant, (tenantId) =>
          opened.useCases.usage.verify.execute(operatorOf(tenantId), {}),
        );
        printOutcome(output, found.map(verdictOnWire), found.map(verdictOf).join('\n'));
        if (found.some(({ faulty }) => faulty > 0)) setExitCode(exitCodes.checkFailed);
      }),
    );
};

const verdictOnWire = ({ faults, ...found }: OfTenant<UsageVerification>) => ({
  ...found,
  faults: faults.map((fault) => ({ ...fault, startsAt: formatInstant(fault.startsAt) })),
});

const verdictOf = ({ tenantId, days, events, faulty, faults }: OfTenant<UsageVerification>) => {
  if (faulty === 0) return `${tenantId}  ${days} days of ${events} events: all as rolled up`;
  const shown = faults.map((fault) => `${tenantId}  ${printable(faultText(fault))}`);
  const others = faulty - faults.length;
  return [...shown, ...(others > 0 ? [`${tenantId}  and ${others} more`] : [])].join('\n');
};

const faultText = (fault: UsageFault): string => {
  const { customerId, subscriptionId, startsAt, hours, eventType, aggregation, groupBy } = fault;
  const groups = groupBy.length === 0 ? '' : ` by ${groupBy.join(', ')}`;
  const time = `the ${hours === 1 ? 'hour' : 'day'} of ${formatInstant(startsAt)}`;
  const whose = subscriptionId === null ? customerId : `${customerId}, ${subscriptionId}`;
  return `${fault.code}: ${aggregation} of ${eventType}${groups}, ${time}, of ${whose}`;
};

/** Does something with the events of some lines, and says what became of each. */
type Store = (
  useCases: Pick<BillingUseCases, 'usage'>,
  context: RequestContext,
  events: readonly unknown[],
) => Promise<{ readonly results: readonly (UsageResult | CancelResult)[] }>;

const readAhead = { highWaterMark: 262_144 };

const refusalsMax = 100;
const linesEach = 50_000;

/** Counts what became of events, and tells it meanwhile. */
class Tally {
  readonly #output: Output;
  /** The word for events with which it was done. */
  readonly #done: string;
  readonly #refusals: object[] = [];
  #events = 0;
  #duplicates = 0;
  #refused = 0;

  constructor(output: Output, done: string) {
    this.#output = output;
    this.#done = done;
  }

  get refused(): number {
    return this.#refused;
  }

  add(line: number, result: UsageResult | CancelResult | undefined): void {
    if (result === undefined) return;
    const { outcome, id, code, detail } = result;
    this.#events += 1;
    if (outcome === 'duplicate') this.#duplicates += 1;
    if (outcome === 'refused') {
      this.#refused += 1;
      if (this.#refused <= refusalsMax) {
        this.#refusals.push({ line, id, code, detail });
        this.#tell(`Line ${line} is refused (${code ?? ''}): ${detail ?? ''}`);
      }
    }
    if (this.#events % linesEach === 0) this.#tell(`${this.#events} events, to line ${line}.`);
  }

  print(): void {
    const [events, duplicates, refused] = [this.#events, this.#duplicates, this.#refused];
    const done = events - duplicates - refused;
    const others = refused - this.#refusals.length;
    printOutcome(
      this.#output,
      { events, [this.#done]: done, duplicates, refused, refusals: this.#refusals },
      `${events} events: ${done} ${this.#done}, ${duplicates} duplicates, ${refused} refused` +
        `${others > 0 ? `, of which ${others} are not shown` : ''}.`,
    );
  }

  #tell(sentence: string): void {
    if (!this.#output.isJson) this.#output.write(`${printable(sentence)}\n`);
  }
}
