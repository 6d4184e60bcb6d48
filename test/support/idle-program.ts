import type { Command } from 'commander';
import { createProgram } from '#interfaces/cli/program.ts';

const nothing = async (): Promise<never> => {
  throw new Error('Nothing is run here.');
};

/** The command line that describes itself and runs nothing. */
export const idleProgram = (write: (text: string) => void = () => undefined): Command =>
  createProgram({
    version: 'test',
    write,
    writeError: () => undefined,
    interrupted: new Promise<never>(() => undefined),
    open: nothing,
    serve: nothing,
    work: nothing,
    migrate: nothing,
    examine: nothing,
    openApi: nothing,
    setExitCode: () => undefined,
  });

/** `tenants list`, `doctor`, and so on. */
export const commandsOf = (program: Command): readonly string[] =>
  program.commands.flatMap((each) =>
    each.commands.length === 0
      ? [each.name()]
      : commandsOf(each).map((name) => `${each.name()} ${name}`),
  );
