import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { encryptionKeyBytes, newEncryptionKey } from '#infrastructure/security/sealer.ts';

type Keys = { readonly keys: readonly Buffer[] } | { readonly fault: string };
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The keys of `ENCRYPTION_KEY`, of the file that `ENCRYPTION_KEY_FILE` names, or, in development,
 * one that is made once and kept in the data directory.
 */
export const readEncryptionKeys = async (
  environment: Environment,
  dataDirectory: string | undefined,
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
  return developmentKey(dataDirectory).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `BILLING_DATA_DIR names ${dataDirectory}, which cannot be kept in: ${reason}` };
  });
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

// In development a key is made once and kept, so that what is sealed outlives a restart.
const developmentKey = async (dataDirectory: string): Promise<Keys> => {
  const path = `${dataDirectory}/encryption-key`;
  await mkdir(dataDirectory, { recursive: true });
  const made = writeFile(path, `${newEncryptionKey()}\n`, { flag: 'wx', mode: 0o600 });
  await made.catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
  });
  await chmod(path, 0o600);
  return parsed(path, await readFile(path, 'utf8'));
};
