import type { Mailer } from '#application/shared/mail.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Config } from '#infrastructure/composition/config.ts';
import { readConfig, warningsOf } from '#infrastructure/composition/config.ts';
import { openingFailure } from '#infrastructure/composition/failures.ts';
import { LogMailer } from '#infrastructure/mail/log-mailer.ts';
import { createLogger } from '#infrastructure/telemetry/logger.ts';

export { openPanel } from '#infrastructure/panel/open-panel.ts';
export { startTracing } from '#infrastructure/telemetry/tracing.ts';

export type ProcessLog = ReturnType<typeof createLogger>;

/** A process' Billing Service: what was configured, where it logs, and the thing itself. */
export interface Started {
  readonly config: Config;
  readonly log: ProcessLog;
  readonly composition: Composition;
}

/** How a process starts. */
export interface StartOptions {
  /** Writes no log, for commands that print. */
  readonly quiet?: boolean | undefined;
  /**
   * `begin` makes what is missing: key, cluster, schema, signing keys. `look` takes the
   * installation as it is, and makes nothing.
   */
  readonly mode: 'begin' | 'look';
  /** Ends a start that is under way; nothing of ours is left running then. */
  readonly signal: AbortSignal;
}

/**
 * From an environment to a running composition.
 * @throws {InvalidConfiguration} with all faults at once; {NothingYet}; whatever the storage says,
 * with the setting at fault.
 */
export const startFrom = async (
  environment: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
  { quiet = false, mode, signal }: StartOptions,
): Promise<Started> => {
  const config = await readConfig(environment, mode === 'begin' ? 'make-missing' : 'look-only');
  const log = createLogger(quiet ? 'silent' : config.logLevel, terminal && !quiet);
  for (const warning of warningsOf(config)) log.warn(warning);
  const poolMax = config.databasePoolMax;
  const composing = compose({
    storage:
      config.databaseUrl === undefined
        ? { dataDirectory: config.dataDirectory, poolMax }
        : { databaseUrl: config.databaseUrl, poolMax, pooled: config.databasePooled },
    signupOpen: config.signupOpen,
    migrates: mode === 'begin',
    tokens: config.tokens,
    encryptionKeys: config.encryptionKeys,
    quotas: config.quotas,
    redisUrl: config.redisUrl,
    mailer: await mailerOf(config, log),
    publicUrl: config.publicUrl,
    allowPrivateWebhooks: config.allowPrivateWebhooks,
    billingPauseMilliseconds: config.billingPauseMilliseconds,
    tell: ({ level, message }) => log[level](message),
    signal,
  });
  const composition = await composing.catch((error: unknown) => {
    signal.throwIfAborted();
    throw openingFailure(error, { isEmbedded: config.databaseUrl === undefined });
  });
  if (signal.aborted) {
    await composition.close();
    signal.throwIfAborted();
  }
  await warn({ config, log, composition });
  return { config, log, composition };
};

// Without a server for mail, who develops reads it in the log. In production no log has good links.
const mailerOf = async (
  { smtp, production }: Config,
  log: ProcessLog,
): Promise<Mailer | undefined> => {
  if (smtp !== undefined) {
    const { SmtpMailer } = await import('#infrastructure/mail/smtp-mailer.ts');
    return new SmtpMailer(smtp);
  }
  return production ? undefined : new LogMailer(({ level, message }) => log[level](message));
};

const warn = async ({ config, log, composition }: Started): Promise<void> => {
  for (const warning of config.warnings) log.warn(warning);
  const ofLogin = await composition.loginWarning().catch(() => null);
  if (ofLogin !== null) log.warn(ofLogin);
};
