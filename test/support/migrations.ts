import { revertLastMigration } from '#infrastructure/typeorm/migrate.ts';

/** Takes migrations back, the one whose name ends so being the last of them. */
export const revertTo = async (url: string, name: string): Promise<void> => {
  let reverted: string | undefined;
  do reverted = await revertLastMigration(url);
  while (reverted !== undefined && !reverted.endsWith(name));
};
