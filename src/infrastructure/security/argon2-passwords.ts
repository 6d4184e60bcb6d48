import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHasher } from '#application/identity/ports.ts';
import type { PasswordHash } from '#domain/identity/password.ts';

const derive = promisify(argon2);

/** Argon2id by OWASP's baseline (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const baseline = { memory: 19_456, passes: 2, parallelism: 1 } as const;

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const tagBytes = 32;

// What strangers' passwords are compared with, so that they take as long as anybody's.
const decoy = formatHash(baseline, Buffer.alloc(16), Buffer.alloc(tagBytes));

/** Passwords by Argon2id, kept in PHC string format, so that stronger parameters can come later. */
export class Argon2Passwords implements PasswordHasher {
  async hash(password: string): Promise<PasswordHash> {
    const salt = randomBytes(16);
    return formatHash(baseline, salt, await tagOf(password, salt, baseline));
  }

  async verify(password: string, hash: PasswordHash | undefined): Promise<boolean> {
    const { parameters, salt, tag } = parseHash(hash ?? decoy);
    const derived = await tagOf(password, salt, parameters);
    return timingSafeEqual(derived, tag) && hash !== undefined;
  }
}

const tagOf = (password: string, salt: Buffer, parameters: Parameters): Promise<Buffer> =>
  derive('argon2id', { message: password, nonce: salt, tagLength: tagBytes, ...parameters });

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
