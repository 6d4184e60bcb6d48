import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { failureOf } from '#interfaces/cli/exit-codes.ts';
import { printable } from '#interfaces/cli/output.ts';
import type { Surroundings } from '#interfaces/cli/program.ts';
import { createProgram, withDefaultCommand } from '#interfaces/cli/program.ts';
import { StoppedBySignal } from '#interfaces/cli/signals.ts';

/**
 * Runs one command to its end. A failure is written where errors go, and sets the exit code.
 * @param given the words behind the name of the program
 * @throws {StoppedBySignal} when somebody asked the process to end first
 */
export const runCommand = async (
  given: readonly string[],
  surroundings: Surroundings,
): Promise<void> => {
  const { writeError, setExitCode } = surroundings;
  const wantsJson = given.includes('--json');
  const program = createProgram({
    ...surroundings,
    // Programs read one object, and no help.
    writeError: (text) => void (wantsJson || writeError(text)),
  });
  overrideExit(program);
  try {
    await program.parseAsync(withDefaultCommand(given), { from: 'user' });
  } catch (error) {
    if (error instanceof StoppedBySignal) throw error;
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const failure = failureOf(error);
    setExitCode(failure.exitCode);
    if (wantsJson) writeError(`${JSON.stringify(failure)}\n`);
    // The message about wrong usage has been printed, with the help.
    else if (!(error instanceof CommanderError)) writeError(`${printable(failure.message)}\n`);
  }
};

const overrideExit = (command: Command): void => {
  command.exitOverride();
  command.commands.forEach(overrideExit);
};
