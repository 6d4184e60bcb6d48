import { compose } from '#infrastructure/composition/compose.ts';
import { examine } from '#infrastructure/composition/doctor.ts';
import { migrateFrom } from '#infrastructure/composition/migrations.ts';
import { startFrom } from '#infrastructure/composition/start.ts';
import { runCommand } from '#interfaces/cli/run-command.ts';
import { openApiDocument } from '#interfaces/http/document/openapi.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Ended } from './billing-program.ts';

const { version } = packageJson;
const never = Promise.withResolvers<never>().promise;
const { signal } = new AbortController();

const onlyAsProcess = (): Promise<never> =>
  Promise.reject(new Error('It goes on until a signal comes: start a process.'));

/** Runs a command as main.ts does, with an environment of its own, and keeps what it writes. */
export const commandInProcess = async (
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> => {
  let [code, out, err] = [0, '', ''];
  await runCommand(given, {
    version,
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
    interrupted: never,
    open: async () => {
      const quietly = { quiet: true, mode: 'look', signal } as const;
      return (await startFrom(environment, false, quietly)).composition;
    },
    serve: onlyAsProcess,
    work: onlyAsProcess,
    migrate: (direction) => migrateFrom(environment, direction, signal),
    examine: () => examine(environment, signal),
    openApi: async () => {
      const { useCases, close } = await compose({ storage: 'memory' });
      await close();
      return openApiDocument(allEndpoints(useCases), version);
    },
    setExitCode: (exitCode) => {
      code = exitCode;
    },
  });
  return { code, out, err };
};
