import { describe, expect, test } from 'vitest';
import type { AccessTokens, PasswordHasher, Secrets } from '#application/identity/ports.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import { lowestUuidAt, parseId, uuidOf } from '#domain/shared/ids.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, someday } from '../builders.ts';

/** The law of `Clock`. */
export const clockContract = (name: string, open: () => Promise<Clock>): void => {
  describe(`Clock: ${name}`, () => {
    test('law 1: time is in whole milliseconds and never goes back', async () => {
      const clock = await open();

      const readings = Array.from({ length: 10_000 }, () => clock.now());

      expect(readings.every((reading) => Number.isSafeInteger(reading))).toBe(true);
      expect(readings).toEqual(readings.toSorted((one, other) => one - other));
    });
  });
};

/** The laws of `IdGenerator`. */
export const idGeneratorContract = (name: string, open: () => Promise<IdGenerator>): void => {
  describe(`IdGenerator: ${name}`, () => {
    test('law 1: no two ids are alike, whoever makes them', async () => {
      const makers = [await open(), await open()];

      const made = Array.from({ length: 10_000 }, () =>
        makers.map((ids) => ids.next('cus', someday)),
      ).flat();

      expect(new Set(made).size).toBe(20_000);
    });

    test('law 2: an id is a UUID of version 7 that carries its instant', async () => {
      const ids = await open();

      const id = ids.next('plan', someday);

      expect(parseId('plan', id)).toBe(id);
      expect(uuidOf(id)).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
      expect(uuidOf(id).slice(0, 13)).toBe(lowestUuidAt(someday).slice(0, 13));
    });

    test('law 2: ids of later instants sort after those of earlier ones', async () => {
      const ids = await open();

      const made = Array.from({ length: 5000 }, (_, at) => ids.next('cus', later(someday, at)));

      expect(inversionsOf(made)).toBe(0);
    });

    test('law 2: of two ids of one instant the later one sorts after the earlier', async () => {
      const ids = await open();

      const made = Array.from({ length: 5000 }, () => ids.next('cus', someday));

      expect(inversionsOf(made)).toBe(0);
    });
  });
};

/** The laws of `PasswordHasher`. */
export const passwordHasherContract = (name: string, open: () => Promise<PasswordHasher>): void => {
  describe(`PasswordHasher: ${name}`, () => {
    test('law 1: a password is verified by its own hash and by no other', async () => {
      const passwords = await open();
      const given = [
        'correct horse',
        'Correct horse',
        'pässwörd 🔑',
        'pässwörd 🔒',
        'x'.repeat(256),
      ];
      const hashes = await Promise.all(given.map((password) => passwords.hash(password)));

      const verified = await Promise.all(
        given.map((password) =>
          Promise.all(hashes.map((hash) => passwords.verify(password, hash))),
        ),
      );

      expect(verified).toEqual(given.map((one) => given.map((other) => one === other)));
    });

    test('law 1: a hash tells nothing: not the password, not that two are the same', async () => {
      const passwords = await open();

      const [one, other] = [
        await passwords.hash('correct horse'),
        await passwords.hash('correct horse'),
      ];

      expect(one).not.toBe(other);
      expect(one).not.toContain('correct horse');
      expect(await passwords.verify('correct horse', other)).toBe(true);
    });

    test('law 2: against no hash nothing is verified, and it takes as long', async () => {
      const passwords = await open();
      const hash = await passwords.hash('correct horse');
      const millisecondsOf = async (known: PasswordHash | undefined) => {
        const startedAt = performance.now();
        expect(await passwords.verify('battery staple', known)).toBe(false);
        return performance.now() - startedAt;
      };

      const taken = { known: [] as number[], unknown: [] as number[] };
      for (let round = 0; round < 7; round += 1) {
        taken.known.push(await millisecondsOf(hash));
        taken.unknown.push(await millisecondsOf(undefined));
      }

      // The fastest of each says what the work costs; the rest is what else the machine did.
      const [known, unknown] = [Math.min(...taken.known), Math.min(...taken.unknown)];
      expect(unknown).toBeGreaterThan(known / 2);
      expect(unknown).toBeLessThan(known * 2);
    });
  });
};

/** The laws of `Secrets`. Each that is opened must have a key of its own. */
export const secretsContract = (name: string, open: () => Promise<Secrets>): void => {
  describe(`Secrets: ${name}`, () => {
    test('law 1: a secret is 256 bits as base64url, and never the same', async () => {
      const secrets = await open();

      const drawn = Array.from({ length: 1000 }, () => secrets.next());

      expect(new Set(drawn).size).toBe(1000);
      for (const secret of drawn) expect(secret).toMatch(/^[\w-]{43}$/);
      const bits = drawn.map((secret) => Buffer.from(secret, 'base64url'));
      expect(bits.every((bytes) => bytes.length === 32)).toBe(true);
      // Of 256,000 random bits, half are set, give or take five times the deviation of 253.
      const set = bits.flatMap((bytes) => [...bytes]).reduce((sum, byte) => sum + ones(byte), 0);
      expect(Math.abs(set - 128_000)).toBeLessThan(1265);
    });

    test('law 2: a secret matches its own hash, and nothing else does, of any length', async () => {
      const secrets = await open();
      const [secret, other] = [secrets.next(), secrets.next()];
      const hash = secrets.hash(secret);

      expect(secrets.matches(secret, hash)).toBe(true);
      expect(secrets.hash(secret)).toBe(hash);
      expect(hash).not.toContain(secret);
      for (const wrong of [other, '', secret.slice(1), `${secret}x`, secret.toLowerCase(), hash]) {
        expect(secrets.matches(wrong, hash)).toBe(false);
      }
      for (const broken of ['', 'x', hash.slice(1), `${hash}x`]) {
        expect(secrets.matches(secret, broken)).toBe(false);
      }
    });

    test('law 3: a secret has one successor, which is a secret like any other', async () => {
      const secrets = await open();
      const drawn = Array.from({ length: 100 }, () => secrets.next());

      const successors = drawn.map((secret) => secrets.successorOf(secret));

      expect(drawn.map((secret) => secrets.successorOf(secret))).toEqual(successors);
      expect(new Set([...drawn, ...successors]).size).toBe(200);
      for (const successor of successors) expect(successor).toMatch(/^[\w-]{43}$/);
    });

    test('law 3: whoever has only the secret cannot tell its successor', async () => {
      const [ours, others] = [await open(), await open()];
      const secret = ours.next();

      const successor = ours.successorOf(secret);

      expect([secret, ours.hash(secret), others.successorOf(secret)]).not.toContain(successor);
      expect(ours.matches(secret, ours.hash(successor))).toBe(false);
    });
  });
};

/** The laws of `AccessTokens`: a token is a JWT of the profile in RFC 9068. */
export const accessTokensContract = (name: string, open: () => Promise<AccessTokens>): void => {
  describe(`AccessTokens: ${name}`, () => {
    const claims = {
      userId: buildId('usr'),
      tenantId: buildId('ten'),
      mode: 'test',
      sessionId: buildId('ses'),
      role: 'USER',
    } as const;

    test('a token lives ten minutes at most, and says so', async () => {
      const tokens = await open();

      const { payload } = parts(await tokens.issue(claims));

      expect(tokens.lifeSeconds).toBeGreaterThan(0);
      expect(tokens.lifeSeconds).toBeLessThanOrEqual(600);
      expect(Number(payload['exp']) - Number(payload['iat'])).toBe(tokens.lifeSeconds);
    });

    test('a token says who its holder is, and is signed', async () => {
      const tokens = await open();

      const { header, payload, signature } = parts(await tokens.issue(claims));

      expect(header).toMatchObject({ typ: 'at+jwt', kid: expect.any(String) as string });
      expect(header['alg']).not.toBe('none');
      expect(signature.length).toBeGreaterThan(32);
      const { userId: sub, tenantId: tid, sessionId: sid, mode, role } = claims;
      expect(payload).toMatchObject({ sub, tid, sid, mode, role });
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(['iss', 'aud', 'jti']));
    });

    test('no two tokens are the same', async () => {
      const tokens = await open();

      const issued = await Promise.all([tokens.issue(claims), tokens.issue(claims)]);

      const [one, other] = issued.map((token) => parts(token).payload['jti']);
      expect(one).not.toBe(other);
    });
  });
};

const inversionsOf = (ids: readonly string[]): number =>
  ids.filter((id, index) => id < (ids[index - 1] ?? '')).length;

const ones = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

const parts = (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { header: read(header), payload: read(payload), signature };
};
