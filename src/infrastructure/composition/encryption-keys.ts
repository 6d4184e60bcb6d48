import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptionKeyBytes, newEncryptionKey } from '#infrastructure/security/sealer.ts';
import { readOwnFile, writeOnce } from '#infrastructure/system/own-files.ts';

type Keys =
  | { readonly keys: readonly Buffer[] }
  | { readonly fault: string }
  /** The data directory that holds no key. */
  | { readonly missing: string };

/** Whether a data directory without a key gets one. Who only looks makes nothing. */
export type KeyChoice = 'make-missing' | 'look-only';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The keys of `ENCRYPTION_KEY`, of the file that `ENCRYPTION_KEY_FILE` names, or, in development,
 * one that is made once and stored in the data directory.
 */
export const readEncryptionKeys = async (
  environment: Environment,
  dataDirectory: string | undefined,
  choice: KeyChoice,
): Promise<Keys | undefined> => {
  const { ENCRYPTION_KEY: inline, ENCRYPTION_KEY_FILE: file, NODE_ENV: mode } = environment;
  if (inline !== undefined) return parsed('ENCRYPTION_KEY', inline);
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return parsed('ENCRYPTION_KEY_FILE', text);
    return { fault: `ENCRYPTION_KEY_FILE names ${file}, which cannot be read` };
  }
  if (mode === 'production') {
    return {
      fault:
        'ENCRYPTION_KEY (or ENCRYPTION_KEY_FILE) is needed in production: openssl rand -base64 32',
    };
  }
  // Nothing starts where anything else is wrong, so nothing is written there either.
  if (dataDirectory === undefined) return undefined;
  return storedKeys(dataDirectory, choice);
};

/** The key that is stored in a data directory, so that sealed texts outlive a restart. */
export const storedKeys = async (dataDirectory: string, choice: KeyChoice): Promise<Keys> => {
  const path = join(dataDirectory, 'encryption-key');
  try {
    const kept = await readOwnFile(path, { isSecret: true });
    if (kept !== undefined) return parsed(path, kept);
    if (choice === 'look-only') return { missing: dataDirectory };
    await mkdir(dataDirectory, { recursive: true });
    await writeOnce(path, `${newEncryptionKey()}\n`);
    return parsed(path, (await readOwnFile(path, { isSecret: true })) ?? '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `BILLING_DATA_DIR names ${dataDirectory}, which cannot be kept in: ${reason}` };
  }
};

// To change the key, put the new one first: what the others sealed is still read.
const parsed = (name: string, text: string): Keys => {
  const keys = text
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .map((part) => Buffer.from(part, 'base64'));
  const fits = keys.length > 0 && keys.every(({ length }) => length === encryptionKeyBytes);
  return fits
    ? { keys }
    : { fault: `${name} must hold base64 of ${encryptionKeyBytes} bytes: openssl rand -base64 32` };
};
