import type { KeyObject } from 'node:crypto';
import type {
  SigningKeyStore,
  SigningKeys,
  SigningKeyView,
  StoredSigningKey,
} from '#application/operations/ports.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type { SigningKey } from '#infrastructure/security/signing-key.ts';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';

// Longer than an access token lives, and than other nodes take to notice a rotation.
const retiringMilliseconds = 20 * 60_000;
const reloadAfterMilliseconds = 30_000;
// Whoever sends tokens with unknown keys does not make us ask the database each time.
const reloadForUnknownAfterMilliseconds = 5_000;

interface Held {
  readonly key: SigningKey;
  readonly kept: StoredSigningKey;
}

/**
 * The keys that sign access tokens and verify them. A key is published as `next` before it signs,
 * so that verifiers know it in time; signs as `active`; and verifies as `retiring` until all that
 * it signed is over.
 */
export class KeyRing implements SigningKeys {
  readonly #store: SigningKeyStore;
  readonly #clock: Clock;
  #held: readonly Held[] = [];
  #loadedAt = 0;

  private constructor(store: SigningKeyStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @param firstPem signs where there is no key yet; with null none is made */
  static async open(
    store: SigningKeyStore,
    clock: Clock,
    firstPem: string | null = newSigningKeyPem(),
  ): Promise<KeyRing> {
    const ring = new KeyRing(store, clock);
    const found = await store.all();
    const makes = found.length === 0 && firstPem !== null;
    ring.#hold(makes ? await store.change(firstOf(clock.now(), firstPem)) : found);
    return ring;
  }

  /** The key to sign with. */
  active(): SigningKey {
    this.#reloadWhenStale();
    const active = this.#held.find(({ kept }) => kept.state === 'active');
    if (active === undefined) throw new Error('There is no active signing key.');
    return active.key;
  }

  /** The key that verifies what a token says it was signed with. */
  async publicKeyOf(keyId: string): Promise<KeyObject | undefined> {
    const known = this.#find(keyId);
    if (known !== undefined) return known;
    const age = this.#clock.now() - this.#loadedAt;
    if (age > reloadForUnknownAfterMilliseconds) await this.#reload();
    return this.#find(keyId);
  }

  /** The JWK Set (RFC 7517) to publish. */
  keySet(): { readonly keys: readonly object[] } {
    this.#reloadWhenStale();
    const live = this.#held.filter(({ kept }) => this.#isLive(kept));
    return { keys: live.map(({ key }) => key.jwk) };
  }

  async list(): Promise<readonly SigningKeyView[]> {
    await this.#reload();
    return this.#views();
  }

  async rotate(): Promise<readonly SigningKeyView[]> {
    const now = this.#clock.now();
    this.#hold(await this.#store.change((keys) => rotated(keys, now)));
    return this.#views();
  }

  async #reload(): Promise<void> {
    this.#hold(await this.#store.all());
  }

  // In the background: whoever signs may hold a connection, and must not wait for another.
  #reloadWhenStale(): void {
    const now = this.#clock.now();
    if (now - this.#loadedAt <= reloadAfterMilliseconds) return;
    this.#loadedAt = now;
    this.#reload().catch(() => undefined);
  }

  #hold(kept: readonly StoredSigningKey[]): void {
    this.#held = kept
      .filter((each) => this.#isLive(each))
      .map((each) => ({ kept: each, key: readSigningKey(each.pem) }));
    this.#loadedAt = this.#clock.now();
  }

  #isLive({ retiresAt }: StoredSigningKey): boolean {
    return retiresAt === null || this.#clock.now() < retiresAt;
  }

  #find(keyId: string): KeyObject | undefined {
    const held = this.#held.find(({ key }) => key.id === keyId);
    return held !== undefined && this.#isLive(held.kept) ? held.key.publicKey : undefined;
  }

  #views(): readonly SigningKeyView[] {
    return this.#held.map(({ key: { id }, kept: { state, createdAt, retiresAt } }) => ({
      id,
      state,
      createdAt,
      retiresAt,
    }));
  }
}

const firstOf =
  (now: Instant, pem?: string) =>
  (keys: readonly StoredSigningKey[]): readonly StoredSigningKey[] =>
    keys.length > 0 ? keys : [made('active', now, pem), made('next', now)];

const rotated = (keys: readonly StoredSigningKey[], now: Instant): readonly StoredSigningKey[] => {
  if (keys.length === 0) return firstOf(now)(keys);
  const retiresAt = later(now, retiringMilliseconds);
  const kept = keys
    .filter((key) => key.retiresAt === null || now < key.retiresAt)
    .map((key): StoredSigningKey => {
      if (key.state === 'active') return { ...key, state: 'retiring', retiresAt };
      return key.state === 'next' ? { ...key, state: 'active' } : key;
    });
  return [...kept, made('next', now)];
};

const made = (
  state: StoredSigningKey['state'],
  createdAt: Instant,
  pem: string = newSigningKeyPem(),
): StoredSigningKey => ({ pem, state, createdAt, retiresAt: null });

/** Keys that live as long as the process. */
export class MemorySigningKeys implements SigningKeyStore {
  #keys: readonly StoredSigningKey[] = [];

  async all(): Promise<readonly StoredSigningKey[]> {
    return this.#keys;
  }

  async change(
    change: (keys: readonly StoredSigningKey[]) => readonly StoredSigningKey[],
  ): Promise<readonly StoredSigningKey[]> {
    this.#keys = change(this.#keys);
    return this.#keys;
  }
}
