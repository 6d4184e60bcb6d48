import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { z } from 'zod';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';

/** The environment is not fit to start in; the message lists every fault. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';

  constructor(faults: readonly string[]) {
    super([`The configuration has ${faults.length} fault(s):`, ...faults].join('\n  - '));
  }
}

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'each must be an origin such as https://app.example.com',
});

const databaseUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
    message: 'must look like postgres://user:password@host:5432/database',
  });

const isProxy = (text: string): boolean => {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits = '1', ...others] = text.split('/');
  const bitsMax = isIP(address) === 4 ? 32 : 128;
  const fits = /^\d+$/.test(bits) && Number(bits) >= 1 && Number(bits) <= bitsMax;
  return isIP(address) !== 0 && fits && others.length === 0;
};

// Express throws at what it cannot read, long after the configuration was found good.
const trustProxy = z
  .string()
  .refine(
    (text) =>
      /^(true|false|\d+)$/.test(text) || text.split(',').every((part) => isProxy(part.trim())),
    { message: 'must be a count, true, false, or addresses such as 10.0.0.0/8, with commas' },
  )
  .transform((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    return text === 'true' ? true : text === 'false' ? false : text;
  });

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, `must be ${min} at least`).max(max, `must be ${max} at most`));

/** Every variable that is read, with its default. `.env.example` is tested against this. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOL_MAX: whole(1, 1000).default(10),
  BILLING_DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SIGNUP: z.enum(['open', 'closed']).default('open'),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]),
  JWT_PRIVATE_KEY: z.string().optional(),
  JWT_PRIVATE_KEY_FILE: z.string().optional(),
  JWT_ISSUER: z.string().default('billing-service'),
  JWT_AUDIENCE: z.string().default('billing-service'),
  TRUST_PROXY: trustProxy.default(false),
});

/** The configuration as the program uses it, secrets resolved. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  readonly databasePoolMax: number;
  readonly dataDirectory: string;
  readonly logLevel: string;
  readonly signupOpen: boolean;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: number | string | boolean;
  readonly tokens: {
    readonly privateKeyPem: string;
    readonly issuer: string;
    readonly audience: string;
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. An empty variable counts as not set, as in a copied `.env.example`.
 * @throws {InvalidConfiguration} with all faults at once.
 */
export const readConfig = async (environment: Environment): Promise<Config> => {
  const given = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const read = environmentSchema.safeParse(Object.fromEntries(given));
  const faults = read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const values = read.success ? read.data : undefined;
  const key = await readKey(Object.fromEntries(given), values?.BILLING_DATA_DIR);
  if (key !== undefined && 'fault' in key) faults.push(key.fault);
  if (values === undefined || key === undefined || 'fault' in key) {
    throw new InvalidConfiguration(faults);
  }
  return {
    production: values.NODE_ENV === 'production',
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    databasePoolMax: values.DATABASE_POOL_MAX,
    dataDirectory: values.BILLING_DATA_DIR,
    logLevel: values.LOG_LEVEL,
    signupOpen: values.SIGNUP === 'open',
    corsOrigins: values.CORS_ORIGINS,
    trustProxy: values.TRUST_PROXY,
    tokens: { privateKeyPem: key.pem, issuer: values.JWT_ISSUER, audience: values.JWT_AUDIENCE },
  };
};

type Key = { readonly pem: string } | { readonly fault: string };

const readKey = async (
  environment: Environment,
  dataDirectory: string | undefined,
): Promise<Key | undefined> => {
  const { JWT_PRIVATE_KEY: inline, JWT_PRIVATE_KEY_FILE: file, NODE_ENV: mode } = environment;
  // Many ways to set a variable cannot hold a line break, so `\n` stands for one.
  if (inline !== undefined) return checkedKey('JWT_PRIVATE_KEY', inline.replaceAll('\\n', '\n'));
  if (file !== undefined) {
    const pem = await readFile(file, 'utf8').catch(() => undefined);
    if (pem === undefined)
      return { fault: `JWT_PRIVATE_KEY_FILE names ${file}, which cannot be read` };
    return checkedKey('JWT_PRIVATE_KEY_FILE', pem);
  }
  if (mode === 'production') {
    return {
      fault:
        'JWT_PRIVATE_KEY (or JWT_PRIVATE_KEY_FILE) is needed in production: ' +
        'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
    };
  }
  // Nothing starts where anything else is wrong, so nothing is written there either.
  if (dataDirectory === undefined) return undefined;
  return developmentKey(dataDirectory).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `BILLING_DATA_DIR names ${dataDirectory}, which cannot be kept in: ${reason}` };
  });
};

const checkedKey = (name: string, pem: string): Key => {
  try {
    readSigningKey(pem);
    return { pem };
  } catch {
    return { fault: `${name} must hold an EC private key on P-256 as PEM` };
  }
};

// In development a key is made once and kept, so that tokens outlive a restart.
const developmentKey = async (dataDirectory: string): Promise<Key> => {
  const path = `${dataDirectory}/jwt-private-key.pem`;
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(path, newSigningKeyPem(), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
  });
  await chmod(path, 0o600);
  return checkedKey(path, await readFile(path, 'utf8'));
};
