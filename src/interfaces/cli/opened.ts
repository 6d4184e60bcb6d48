import type { Command } from 'commander';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import type { Output } from '#interfaces/cli/output.ts';

/** The dependencies of an operator's command. */
export interface Opened {
  readonly useCases: BillingUseCases;
  readonly operations: Operations;
  close(): Promise<void>;
}

/** How a command reaches the installation: opened for it, closed after it. */
export type Within = (
  command: Command,
  work: (opened: Opened, output: Output) => Promise<void>,
) => Promise<void>;
