import { resolve } from 'node:path';
import { serverAccount } from '#infrastructure/embedded/account.ts';
import { usableBinaries } from '#infrastructure/embedded/binaries.ts';
import { clusterFiles, prepareCluster } from '#infrastructure/embedded/cluster.ts';
import { type EmbeddedPostgresLog, Supervision } from '#infrastructure/embedded/supervision.ts';

/** A PostgreSQL of our own, for those who just want to run Billing Service on one machine. */
export interface EmbeddedPostgres {
  /** `postgres://…` URL of the database `billing`, on loopback only, as the cluster's superuser. */
  readonly url: string;
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
}

/**
 * Starts the PostgreSQL of `directory`, or joins the one that runs there already, and keeps it
 * running until `stop()`. It survives the death of either: a server that is killed comes back on
 * the same URL, and one that a killed process left behind is taken over by the next.
 * @throws {EmbeddedPostgresFailure} when it cannot, with what to do about it.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const files = clusterFiles(resolve(options.directory));
  const settings = options.settings ?? {};
  const account = await serverAccount(files.cluster);
  const binaries = await usableBinaries(account, files.directory);
  const isDurable = settings['fsync'] !== 'off';
  const password = await prepareCluster(files, binaries, account, isDurable);
  const site = { files, binaries, account, password, settings };
  return Supervision.begin(site, options.log);
};
