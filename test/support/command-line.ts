import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { SignedIn } from '#application/identity/sessions/session-starter.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { BillingProgram } from './billing-program.ts';
import { freshDatabase } from './database.ts';

/** The command line on a database of the test file, and the same installation in-process. */
export interface CommandLine {
  readonly program: BillingProgram;
  /** Of the database, as its owner. */
  readonly url: () => string;
  readonly composition: () => Composition;
  /** The output of a command for programs; it must have succeeded. */
  readonly json: <Printed>(...given: readonly string[]) => Promise<Printed>;
  /** A new tenant, `Tenant 1` and so on, and Ada, its ADMIN. */
  readonly founded: () => Promise<SignedIn>;
}

/** The output of lists for programs. */
export interface ListOf<Item> {
  readonly data: readonly Item[];
  readonly page: { readonly hasMore: boolean; readonly nextCursor: string | null };
}

/** To be called at the top of a test file. */
export const openCommandLine = (clock?: Clock): CommandLine => {
  // A test starts the program several times; on a busy machine that takes what it takes.
  vi.setConfig({ testTimeout: 120_000 });
  const fresh = freshDatabase();
  const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url() }));
  let composition: Composition | undefined;
  beforeAll(async () => {
    composition = await compose({
      storage: { databaseUrl: fresh.url(), poolMax: 4 },
      encryptionKeys: [Buffer.from(program.encryptionKey, 'base64')],
      clock,
    });
  });
  afterAll(() => composition?.close());
  const opened = (): Composition => {
    if (composition === undefined) throw new Error('It is open only while tests run.');
    return composition;
  };
  let count = 0;
  return {
    program,
    url: () => fresh.url(),
    composition: opened,
    json: async (...given) => {
      const { code, out, err } = await program.command(['--json', ...given]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return JSON.parse(out);
    },
    founded: () => {
      count += 1;
      const { signUp } = opened().useCases.authentication;
      const person = { name: 'Ada', email: `ada-${count}@acme.example`, password: 'correct horse' };
      return signUp.execute({ requestId: 'cli' }, { tenantName: `Tenant ${count}`, ...person });
    },
  };
};
