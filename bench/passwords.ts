import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import { hashRaw } from '@node-rs/argon2';

// Measures a password by Node's Argon2 and by the product's, in windows that take turns.

const rounds = Number(process.env['ROUNDS'] ?? 5);
const hashes = 40;
const atOnce = 4;

const byNode = promisify(argon2);
const salt = Buffer.alloc(16, 7);
const parameters = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const ways = {
  node: () =>
    byNode('argon2id', { message: 'correct horse', nonce: salt, tagLength: 32, ...parameters }),
  product: () =>
    hashRaw('correct horse', {
      algorithm: 2,
      memoryCost: parameters.memory,
      timeCost: parameters.passes,
      parallelism: parameters.parallelism,
      outputLen: 32,
      salt,
    }),
};

const rateOf = async (way: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  let left = hashes;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await way();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return (hashes * 1000) / (performance.now() - startedAt);
};

const isSame = (await ways.node()).equals(await ways.product());
if (!isSame) throw new Error('They do not derive the same.');
const ratios = [];
for (let round = 1; round <= rounds; round += 1) {
  const [node, product] = [await rateOf(ways.node), await rateOf(ways.product)];
  ratios.push(product / node);
  process.stdout.write(
    `${node.toFixed(1)} and ${product.toFixed(1)} a second: ${(product / node).toFixed(2)}\n`,
  );
}
const sorted = ratios.toSorted((one, two) => one - two);
process.stdout.write(`median ratio ${(sorted[Math.floor(rounds / 2)] ?? 0).toFixed(2)}\n`);
