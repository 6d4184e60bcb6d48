import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Config } from '#infrastructure/composition/config.ts';
import { readConfig, warningsOf } from '#infrastructure/composition/config.ts';
import { createLogger } from '#infrastructure/telemetry/logger.ts';

export { startTracing } from '#infrastructure/telemetry/tracing.ts';

export type ProcessLog = ReturnType<typeof createLogger>;

/** A process' Billing Service: what was configured, where it logs, and the thing itself. */
export interface Started {
  readonly config: Config;
  readonly log: ProcessLog;
  readonly composition: Composition;
}

/**
 * From an environment to a running composition.
 * @throws {InvalidConfiguration} with all faults at once; whatever the storage says.
 */
export const startFrom = async (
  environment: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
  { quiet = false, migrates = true }: { quiet?: boolean; migrates?: boolean } = {},
): Promise<Started> => {
  const config = await readConfig(environment);
  const log = createLogger(quiet ? 'silent' : config.logLevel, terminal && !quiet);
  for (const warning of warningsOf(config)) log.warn(warning);
  const poolMax = config.databasePoolMax;
  const composition = await compose({
    storage:
      config.databaseUrl === undefined
        ? { dataDirectory: config.dataDirectory, poolMax }
        : { databaseUrl: config.databaseUrl, poolMax, pooled: config.databasePooled },
    signupOpen: config.signupOpen,
    migrates,
    tokens: config.tokens,
    encryptionKeys: config.encryptionKeys,
    quotas: config.quotas,
    redisUrl: config.redisUrl,
    allowPrivateWebhooks: config.allowPrivateWebhooks,
    tell: ({ level, message }) => log[level](message),
  });
  return { config, log, composition };
};
