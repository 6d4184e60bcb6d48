import { isIP } from 'node:net';
import { z } from 'zod';
import type { KeyChoice } from '#infrastructure/composition/encryption-keys.ts';
import { readEncryptionKeys } from '#infrastructure/composition/encryption-keys.ts';
import { NothingYet } from '#infrastructure/composition/failures.ts';

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

const redisUrl = z.string().refine((text) => /^rediss?:\/\//.test(text) && URL.canParse(text), {
  message: 'must look like redis://host:6379',
});

const smtpUrl = z.string().refine((text) => /^smtps?:\/\//.test(text) && URL.canParse(text), {
  message: 'must look like smtp://user:password@host:587, or smtps://…',
});

// As people write it: `Billing <billing@example.com>`, or the address alone.
const sender = z
  .string()
  .regex(/^(?:[^<>@\r\n]{0,200}<[^\s<>@]{1,64}@[^\s<>@]{1,255}>|[^\s<>@]{1,64}@[^\s<>@]{1,255})$/, {
    message: 'must be an address, or a name and one: Billing <billing@example.com>',
  });

const webUrl = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text) && !/[?#]/.test(text), {
    message: 'must look like https://billing.example.com',
  })
  .transform((text) => text.replace(/\/$/, ''));

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

const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const host = z.string().regex(/^[\w.:%-]+$/, {
  message: 'must be a name or an address: 127.0.0.1, 0.0.0.0, ::, localhost',
});

/** Every variable that is read, with its default. `.env.example` is tested against this. */
export const environmentSchema = z.object({
  NODE_ENV: oneOf('development', 'production', 'test').default('development'),
  PORT: whole(0, 65_535).default(3000),
  HOST: host.optional(),
  DRAIN_SECONDS: whole(0, 600).optional(),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_POOLER: oneOf('on', 'off').default('off'),
  DATABASE_POOL_MAX: whole(2, 1000).default(10),
  BILLING_DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  SIGNUP: oneOf('open', 'closed').default('open'),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]),
  ENCRYPTION_KEY: z.string().optional(),
  ENCRYPTION_KEY_FILE: z.string().optional(),
  JWT_ISSUER: z.string().default('billing-service'),
  JWT_AUDIENCE: z.string().default('billing-service'),
  TRUST_PROXY: trustProxy.default(false),
  RATE_LIMIT_TENANT: whole(0, 100_000_000).default(6000),
  RATE_LIMIT_KEY: whole(0, 100_000_000).default(3000),
  RATE_LIMIT_ADDRESS: whole(0, 100_000_000).default(1200),
  REDIS_URL: redisUrl.optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: sender.optional(),
  PUBLIC_URL: webUrl.optional(),
  PANEL: oneOf('on', 'off').default('on'),
  PANEL_INSECURE_HTTP: oneOf('true', 'false').default('false'),
  WORKER: oneOf('in-process', 'off').default('in-process'),
  BILLING_PAUSE_MS: whole(0, 60_000).default(0),
  WEBHOOKS_ALLOW_PRIVATE: oneOf('true', 'false').default('false'),
  HEALTH_PORT: whole(1, 65_535).optional(),
  METRICS_PORT: whole(1, 65_535).optional(),
  METRICS_HOST: host.default('127.0.0.1'),
});

/** The configuration as the program uses it, secrets resolved. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** How long requests are served on after we were asked to stop. */
  readonly drainSeconds: number;
  readonly databaseUrl: string | undefined;
  /** Whether a pooler such as PgBouncer stands before it. */
  readonly databasePooled: boolean;
  readonly databasePoolMax: number;
  readonly dataDirectory: string;
  readonly logLevel: string;
  readonly signupOpen: boolean;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: number | string | boolean;
  readonly tokens: { readonly issuer: string; readonly audience: string };
  /** Of 32 bytes each: the first seals, all open. */
  readonly encryptionKeys: readonly Buffer[];
  /** Requests in a minute; 0 is no limit. */
  readonly quotas: { readonly tenant: number; readonly key: number; readonly address: number };
  readonly redisUrl: string | undefined;
  /** How mail is sent; undefined where it is not. */
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  /** Where people use the service: links in mails begin with it. */
  readonly publicUrl: string;
  /** Whether `serve` serves the admin panel. */
  readonly panelServed: boolean;
  /** Whether people may sign in to it over plain HTTP, off this machine too. */
  readonly panelOverPlainHttp: boolean;
  /** Where a worker says how it is; undefined where it does not. */
  readonly healthPort: number | undefined;
  /** Whether `serve` works the queues too. */
  readonly workerInProcess: boolean;
  /** Between rounds of billing runs that found work: more leaves more to requests. */
  readonly billingPauseMilliseconds: number;
  readonly allowPrivateWebhooks: boolean;
  readonly metrics: { readonly port: number; readonly host: string } | undefined;
  /** Warnings about the environment, which stop nothing. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. An empty variable counts as not set, as in a copied `.env.example`.
 * @throws {InvalidConfiguration} with all faults at once.
 * @throws {NothingYet} when no key is stored yet, and none is to be made.
 */
export const readConfig = async (
  environment: Environment,
  keyChoice: KeyChoice = 'make-missing',
): Promise<Config> => {
  const [links, given] = partition(Object.entries(environment).filter(isGiven), isServiceLink);
  const read = environmentSchema.safeParse(Object.fromEntries(given));
  const faults = read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const values = read.success ? read.data : undefined;
  const dataDirectory = values?.BILLING_DATA_DIR;
  const keys = await readEncryptionKeys(Object.fromEntries(given), dataDirectory, keyChoice);
  if (keys !== undefined && 'missing' in keys && values?.DATABASE_URL === undefined) {
    throw new NothingYet(`There is nothing in ${keys.missing} yet`);
  }
  if (keys !== undefined && 'missing' in keys) {
    faults.push(`ENCRYPTION_KEY is not set, and ${keys.missing} holds no key: give the server's`);
  }
  if (keys !== undefined && 'fault' in keys) faults.push(keys.fault);
  if (values !== undefined) faults.push(...mailFaults(values));
  if (faults.length > 0 || values === undefined || keys === undefined || !('keys' in keys)) {
    throw new InvalidConfiguration(faults);
  }
  return { ...settingsOf(values), encryptionKeys: keys.keys, warnings: links.map(linkIgnored) };
};

/** Warnings about settings that are allowed and rarely meant. */
export const warningsOf = ({ trustProxy: trusted }: Config): readonly string[] =>
  trustsEverybody(trusted)
    ? [
        `TRUST_PROXY=${trusted} believes nearly every X-Forwarded-For, so callers choose their ` +
          'own address and escape the limits: set how many proxies there are, or their addresses.',
      ]
    : [];

// Private ranges are no wider than 10.0.0.0/8, and nobody's IPv6 is wider than a /16.
const trustsEverybody = (trusted: Config['trustProxy']): boolean =>
  trusted === true ||
  (typeof trusted === 'string' &&
    trusted.split(',').some((part) => {
      const [address = '', bits] = part.trim().split('/');
      const bitsMin = isIP(address) === 4 ? 8 : 16;
      return bits !== undefined && isIP(address) !== 0 && Number(bits) < bitsMin;
    }));

type Given = readonly [name: string, value: string | undefined];

const isGiven = ([, value = '']: Given): boolean => value !== '';

// Kubernetes tells every container of every service: one called "metrics" sets METRICS_PORT to
// tcp://10.0.0.1:80. No port of ours was ever meant.
const isServiceLink = ([name, value = '']: Given): boolean =>
  /(^|_)PORT$/.test(name) && name in environmentSchema.shape && /^(tcp|udp|sctp):\/\//.test(value);

const linkIgnored = ([name, value = '']: Given): string =>
  `${name}=${value} is a link to a Kubernetes service and no port: it is ignored. ` +
  `Set ${name} to a number, or enableServiceLinks to false.`;

const partition = <Item>(
  items: readonly Item[],
  test: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] => [
  items.filter(test),
  items.filter((item) => !test(item)),
];

type Settings = z.output<typeof environmentSchema>;

// Mail of nobody's, or with links to nowhere, is worse than none.
const mailFaults = ({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: Settings): readonly string[] =>
  SMTP_URL === undefined
    ? []
    : [
        ...(MAIL_FROM === undefined ? ['MAIL_FROM must say whom mails of SMTP_URL are from'] : []),
        ...(PUBLIC_URL === undefined ? ['PUBLIC_URL must say where links in mails lead'] : []),
      ];

const mailSettingsOf = ({ SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL, PORT }: Settings) => ({
  smtp: url === undefined || from === undefined ? undefined : { url, from },
  publicUrl: PUBLIC_URL ?? `http://localhost:${PORT}`,
});

const settingsOf = (values: Settings): Omit<Config, 'encryptionKeys' | 'warnings'> => ({
  production: values.NODE_ENV === 'production',
  port: values.PORT,
  // Outside production there is a password in the demo, and no key that somebody chose.
  host: values.HOST ?? (values.NODE_ENV === 'production' ? '0.0.0.0' : '127.0.0.1'),
  drainSeconds: values.DRAIN_SECONDS ?? (values.NODE_ENV === 'production' ? 5 : 1),
  databaseUrl: values.DATABASE_URL,
  databasePooled: values.DATABASE_POOLER === 'on',
  databasePoolMax: values.DATABASE_POOL_MAX,
  dataDirectory: values.BILLING_DATA_DIR,
  logLevel: values.LOG_LEVEL,
  signupOpen: values.SIGNUP === 'open',
  corsOrigins: values.CORS_ORIGINS,
  trustProxy: values.TRUST_PROXY,
  tokens: { issuer: values.JWT_ISSUER, audience: values.JWT_AUDIENCE },
  quotas: {
    tenant: values.RATE_LIMIT_TENANT,
    key: values.RATE_LIMIT_KEY,
    address: values.RATE_LIMIT_ADDRESS,
  },
  redisUrl: values.REDIS_URL,
  ...mailSettingsOf(values),
  panelServed: values.PANEL === 'on',
  panelOverPlainHttp: values.PANEL_INSECURE_HTTP === 'true',
  healthPort: values.HEALTH_PORT,
  workerInProcess: values.WORKER === 'in-process',
  billingPauseMilliseconds: values.BILLING_PAUSE_MS,
  allowPrivateWebhooks: values.WEBHOOKS_ALLOW_PRIVATE === 'true',
  metrics:
    values.METRICS_PORT === undefined
      ? undefined
      : { port: values.METRICS_PORT, host: values.METRICS_HOST },
});
