import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { UsageResult } from '#application/metering/record-usage.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { exitCodes } from '#interfaces/cli/exit-codes.ts';
import type { Within } from '#interfaces/cli/opened.ts';
import { operatorIn } from '#interfaces/cli/operator-context.ts';
import { tenantOption } from '#interfaces/cli/options.ts';
import type { Output } from '#interfaces/cli/output.ts';
import { printOutcome } from '#interfaces/cli/output.ts';
import { eventLinesIn } from '#interfaces/http/metering/usage-lines.ts';

/** `billing usage …` */
export const addUsageCommands = (
  program: Command,
  within: Within,
  setExitCode: (code: number) => void,
): void => {
  program
    .command('usage')
    .description('what customers used')
    .command('import')
    .description(
      'store the events of a file with one on each line, as JSON. It may be done again, and ' +
        'stopped at any time: what is stored is a duplicate then, and counts once',
    )
    .argument('<file>', 'the file, or - for standard input')
    .addOption(tenantOption().makeOptionMandatory())
    .action((file: string, { tenant }: { readonly tenant: TenantId }, command: Command) =>
      within(command, async (opened, output) => {
        const context = await operatorIn(opened, tenant);
        const imported = new Import(output);
        const stream = file === '-' ? process.stdin : createReadStream(file, readAhead);
        for await (const batch of eventLinesIn(stream)) {
          const events = batch.map(({ event }) => event);
          const { results } = await opened.useCases.usage.record.execute(context, { events });
          batch.forEach(({ line }, index) => imported.add(line, results[index]));
        }
        imported.print();
        if (imported.counts.refused > 0) setExitCode(exitCodes.checkFailed);
      }),
    );
};

const readAhead = { highWaterMark: 262_144 };

const refusalsMax = 100;
const linesEach = 50_000;

/** Counts what became of events, and tells it while they are stored. */
class Import {
  readonly counts = { accepted: 0, duplicates: 0, refused: 0 };
  readonly #output: Output;
  readonly #refusals: object[] = [];
  #events = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  add(line: number, result: UsageResult | undefined): void {
    if (result === undefined) return;
    const { outcome, id, code, detail } = result;
    this.#events += 1;
    this.counts[outcome === 'duplicate' ? 'duplicates' : outcome] += 1;
    if (outcome === 'refused' && this.counts.refused <= refusalsMax) {
      this.#refusals.push({ line, id, code, detail });
      this.#tell(`Line ${line} is refused (${code ?? ''}): ${detail ?? ''}`);
    }
    if (this.#events % linesEach === 0) this.#tell(`${this.#events} events, to line ${line}.`);
  }

  print(): void {
    const { accepted, duplicates, refused } = this.counts;
    const others = refused - this.#refusals.length;
    printOutcome(
      this.#output,
      { events: this.#events, ...this.counts, refusals: this.#refusals },
      `${this.#events} events: ${accepted} accepted, ${duplicates} duplicates, ${refused} refused` +
        `${others > 0 ? `, of which ${others} are not shown` : ''}.`,
    );
  }

  #tell(sentence: string): void {
    if (!this.#output.isJson) this.#output.write(`${sentence}\n`);
  }
}
