import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { serverAccount } from '#infrastructure/embedded/account.ts';
import { usableBinaries } from '#infrastructure/embedded/binaries.ts';
import { cannotStore, prepareCluster } from '#infrastructure/embedded/cluster.ts';
import { clusterFiles, openDirectory } from '#infrastructure/embedded/directory.ts';
import { EmbeddedPostgresFailure, reasonOf } from '#infrastructure/embedded/failure.ts';
import { type EmbeddedPostgresLog, Supervision } from '#infrastructure/embedded/supervision.ts';

/** A PostgreSQL of our own, for those who just want to run Billing Service on one machine. */
export interface EmbeddedPostgres {
  /** `postgres://…` of the database `billing`, on loopback only, as the application's login. */
  readonly url: string;
  /** The same as the owner of the database, who migrates it. */
  readonly ownerUrl: string;
  /** The same as the superuser. */
  readonly adminUrl: string;
  /** Stops the server if this process owns it; a guest leaves it running. */
  stop(): Promise<void>;
}

/** Where the embedded PostgreSQL keeps its data, and whom it tells what happens to it. */
export interface EmbeddedPostgresOptions {
  /** Made when missing, and ours alone. A relative path starts at the working directory. */
  readonly directory: string;
  readonly log: EmbeddedPostgresLog;
  /** Settings of PostgreSQL (`fsync`, …) for a server that is started, not for one that runs. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Makes logins and database where they are missing, and puts them right; it does by default. */
  readonly provisions?: boolean | undefined;
  /** Ends a start that is under way; nothing is left running then. */
  readonly signal?: AbortSignal | undefined;
}

/** Whether an embedded PostgreSQL was ever begun in the directory. Changes nothing. */
export const hasEmbeddedPostgres = (directory: string): boolean =>
  existsSync(clusterFiles(resolve(directory)).cluster);

/**
 * Starts the PostgreSQL of `directory`, or joins the one that runs there already, and keeps it
 * running until `stop()`. It survives the death of either: a server that is killed comes back on
 * the same URL, and one that a killed process left behind is taken over by the next.
 * @throws {EmbeddedPostgresFailure} when it cannot, with what to do about it.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const { settings = {}, signal = new AbortController().signal } = options;
  const directory = resolve(options.directory);
  const account = await serverAccount(clusterFiles(directory).cluster);
  const binaries = await usableBinaries(account, directory);
  signal.throwIfAborted();
  const opened = await openDirectory(directory, account).catch((error: unknown) => {
    if (error instanceof EmbeddedPostgresFailure) throw error;
    throw cannotStore(directory, reasonOf(error), error);
  });
  try {
    const { files } = opened;
    const isDurable = settings['fsync'] !== 'off';
    const password = await prepareCluster({ files, binaries, account, isDurable, signal });
    const site = { files, binaries, account, password, settings };
    const { log, provisions = true } = options;
    const closed = () => opened.close();
    return await Supervision.begin(site, { log, provisions, signal, closed });
  } catch (error) {
    await opened.close();
    throw error;
  }
};
