import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenStorage } from '../harness.ts';

/** Files whose contracts are not those of a storage. */
const ofOthers = ['entry-hasher', 'link-tokens', 'mail-throttle', 'storage', 'system'];

type StorageContract = (name: string, open: OpenStorage) => void;

// The folder itself is the list: a contract that lies in it is run, and none can be forgotten.
const contractsIn = async (file: string): Promise<readonly StorageContract[]> => {
  const exported = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as Record<
    string,
    unknown
  >;
  const contracts = Object.entries(exported).filter(([name]) => name.endsWith('Contract'));
  if (contracts.length === 0) throw new Error(`${file} exports no contract.`);
  return contracts
    .filter(([name]) => name !== 'signingKeyStoreContract')
    .map(([, contract]) => contract as StorageContract);
};

const suffix = `.contract${extname(import.meta.filename)}`;
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith(suffix) && !ofOthers.includes(basename(file, suffix)),
);
const contracts = await Promise.all(files.toSorted().map(contractsIn));

/** Every law of every storage port, for a storage that is complete. */
export const storageContracts = (name: string, open: OpenStorage): void => {
  for (const contract of contracts.flat()) contract(name, open);
};
