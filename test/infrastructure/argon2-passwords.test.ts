import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { PasswordHash } from '#domain/identity/password.ts';
import { Argon2Passwords, byNode } from '#infrastructure/security/argon2-passwords.ts';

const fastest = new Argon2Passwords();
const slower = new Argon2Passwords(byNode);

// As Node's own Argon2 wrote it before @node-rs/argon2 came.
const salt = 'bXmTWE48/MCfDT18kw/kGA';
const tag = 'PJFJ/XayRvSCaKylQ1FPUzhfXGC8DvsnaTKtRkXnlRI';
const kept = `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${tag}` as PasswordHash;

test('a hash that was kept by one Argon2 is verified by the other', async () => {
  const password = 'correct horse battery';
  const hashes = [kept, await fastest.hash(password), await slower.hash(password)];

  for (const hash of hashes) {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    for (const passwords of [fastest, slower]) {
      expect(await passwords.verify(password, hash)).toBe(true);
      expect(await passwords.verify(`${password}!`, hash)).toBe(false);
    }
  }
});

test('the lock file has a binary for every platform that the service runs on', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, unknown>>;
  };
  const platforms = [
    'linux-x64-gnu',
    'linux-x64-musl',
    'linux-arm64-gnu',
    'linux-arm64-musl',
    'darwin-x64',
    'darwin-arm64',
    'win32-x64-msvc',
  ];

  for (const platform of platforms) {
    expect(packages).toHaveProperty([`node_modules/@node-rs/argon2-${platform}`]);
  }
});
