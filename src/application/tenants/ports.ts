import type { TenantView, TestClockView } from '#application/tenants/queries.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';
import type { TestClock } from '#domain/tenants/test-clock.ts';

/**
 * The one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. Whoever holds it has it to themselves until the end of the run: another run that asks waits,
 *    and then sees what this one did. Everything holds it that gives rights or takes them away.
 * 5. `addLogo` stores a logo for good, once however often it is added.
 */
export interface TenantRepository {
  find(): Promise<Tenant | undefined>;
  hold(): Promise<void>;
  /** @throws {VersionMismatch} */
  save(tenant: Tenant): Promise<Tenant>;
  addLogo(logo: Logo): Promise<void>;
}

/** A logo as it is printed: a PNG of opaque points. */
export interface Logo {
  /** SHA-256 of `content`, in hexadecimal. */
  readonly digest: string;
  readonly content: Uint8Array;
}

/** Reads pictures that people give. 1. The same picture gives the same logo. */
export interface LogoReader {
  /**
   * @param image a picture in base64 (RFC 4648)
   * @throws {InvalidValue} `invalid_logo`
   */
  read(image: string): Logo;
}

/**
 * The clock of the one tenant of the unit of work; a live tenant has none. Whoever means to save it
 * runs under a context that `movesClock`: see law 10 of `UnitOfWork`.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. A clock that was just sent on is saved with a job for `JobHandlers.advance`.
 */
export interface TestClockRepository {
  find(): Promise<TestClock | undefined>;
  /** @throws {VersionMismatch} */
  save(clock: TestClock): Promise<TestClock>;
}

/**
 * When notices of upcoming invoices are due. The module that bills implements it.
 *
 * 1. `setDays` takes all customers of the tenant forward whose next notice is due earlier, now that
 *    it is given so many days before an invoice. It takes nobody back: who is looked at too early
 *    is not told anything.
 */
export interface NoticeSchedule {
  setDays(upcomingNoticeDays: number): Promise<void>;
}

export interface TenantRepositories {
  readonly noticeSchedule: NoticeSchedule;
  readonly tenants: TenantRepository;
  readonly testClocks: TestClockRepository;
}

/** Reads of the one tenant. 1. `findLogo` gives the content of one that was added. */
export interface TenantQueries {
  find(): Promise<TenantView | undefined>;
  findLogo(digest: string): Promise<Uint8Array | undefined>;
}

/** Reads of the one tenant's clock; a live tenant has none. */
export interface TestClockQueries {
  find(): Promise<TestClockView | undefined>;
}

export interface TenantReads {
  readonly tenants: TenantQueries;
  readonly testClocks: TestClockQueries;
}
