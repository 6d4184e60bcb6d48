import { EmailTaken } from '#domain/identity/errors.ts';
import { User } from '#domain/identity/user.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** Stores a person, one version on. @throws {VersionMismatch | EmailTaken} */
export const storedUser = (users: MemoryTable<User>, { facts }: User): User => {
  const key = emailKey(facts.email);
  const twin = users.under('usr_').find((each) => emailKey(each.facts.email) === key);
  if (twin !== undefined && twin.facts.id !== facts.id) throw new EmailTaken();
  const stored = new User({ ...facts, version: facts.version + 1 });
  users.store(facts.id, stored);
  return stored;
};
