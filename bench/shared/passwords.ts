import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

// The product's parameters: Argon2id by OWASP's baseline.
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

const tagOf = (password: string, nonce: Buffer): Promise<Buffer> =>
  derive('argon2id', { message: password, nonce, ...parameters });

/** In PHC string format, as the product keeps it. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const tag = await tagOf(password, salt);
  const [salted, tagged] = [salt, tag].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
  return `$argon2id$v=19$m=19456,t=2,p=1$${salted}$${tagged}`;
};

export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const [salt, tag] = hash.split('$').slice(4);
  if (salt === undefined || tag === undefined) throw new Error('That is no password hash.');
  const derived = await tagOf(password, Buffer.from(salt, 'base64'));
  return timingSafeEqual(derived, Buffer.from(tag, 'base64'));
};
