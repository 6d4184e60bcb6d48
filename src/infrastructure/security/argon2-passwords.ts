import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHasher } from '#application/identity/ports.ts';
import type { PasswordHash } from '#domain/identity/password.ts';

/** Argon2id by OWASP's baseline (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const baseline = { memory: 19_456, passes: 2, parallelism: 1 } as const;

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const tagBytes = 32;

// Passwords for unknown accounts are compared with this hash, so that they take as long.
const decoy = formatHash(baseline, Buffer.alloc(16), Buffer.alloc(tagBytes));

/** Derives the tag of a password by Argon2id. */
type Derive = (password: string, salt: Buffer, parameters: Parameters) => Promise<Buffer>;

/** Passwords by Argon2id in PHC string format, so that stronger parameters can come later. */
export class Argon2Passwords implements PasswordHasher {
  readonly #derive: Promise<Derive>;

  /** @param derive what derives the tags; the fastest that this machine has by default */
  constructor(derive: Derive | Promise<Derive> = fastest()) {
    this.#derive = Promise.resolve(derive);
  }

  async hash(password: string): Promise<PasswordHash> {
    const derive = await this.#derive;
    const salt = randomBytes(16);
    return formatHash(baseline, salt, await derive(password, salt, baseline));
  }

  async verify(password: string, hash: PasswordHash | undefined): Promise<boolean> {
    const { parameters, salt, tag } = parseHash(hash ?? decoy);
    const derive = await this.#derive;
    const derived = await derive(password, salt, parameters);
    return timingSafeEqual(derived, tag) && hash !== undefined;
  }
}

const nodeArgon2 = promisify(argon2);

/** By Node's own Argon2, which takes twice as long and is there on every machine. */
export const byNode: Derive = (message, nonce, parameters) =>
  nodeArgon2('argon2id', { message, nonce, tagLength: tagBytes, ...parameters });

// `Algorithm.Argon2id` of @node-rs/argon2: a const enum, which is gone when the program runs.
const argon2id = 2;

// Its binaries are optional packages: there may be none for this machine, or they were left out.
const fastest = async (): Promise<Derive> => {
  const native = await import('@node-rs/argon2').catch(() => undefined);
  if (native === undefined) return byNode;
  return (password, salt, { memory, passes, parallelism }) =>
    native.hashRaw(password, {
      algorithm: argon2id,
      memoryCost: memory,
      timeCost: passes,
      parallelism,
      outputLen: tagBytes,
      salt,
    });
};

function formatHash({ memory, passes, parallelism }: Parameters, salt: Buffer, tag: Buffer) {
  const [salted, tagged] = [salt, tag].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  const parameters = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${salted}$${tagged}` as PasswordHash;
}

const parseHash = (hash: PasswordHash) => {
  const [, memory, passes, parallelism, salt, tag] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('A stored password hash is broken.');
  return {
    parameters: {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
};
