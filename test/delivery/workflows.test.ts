import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
  readonly services?: Readonly<Record<string, { readonly image: string }>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = resolve(import.meta.dirname, '../..');
const directory = join(root, '.github/workflows');
const files = readdirSync(directory).toSorted();

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const text = (file: string): string => read(`.github/workflows/${file}`);
const workflow = (file: string): Workflow => parse(text(file)) as Workflow;
const jobs = (file: string): readonly [string, Job][] => Object.entries(workflow(file).jobs);
const job = (file: string, name: string): Job => workflow(file).jobs[name] ?? {};
const steps = (file: string): readonly Step[] =>
  jobs(file).flatMap(([, { steps: own = [] }]) => own);
const runs = ({ steps: own = [] }: Job): readonly string[] => own.map(({ run }) => run ?? '');

const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The npm scripts that a command runs. */
const scriptsOf = (command: string): readonly string[] =>
  [...command.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)].map(
    ([, run, short]) => run ?? short ?? '',
  );

test('there are workflows for changes, releases and security', () => {
  expect(files).toEqual(['ci.yml', 'release.yml', 'security.yml']);
});

describe.each(files)('%s', (file) => {
  test('is YAML without a doubt', () => {
    const { errors, warnings } = parseDocument(text(file));

    expect([...errors, ...warnings]).toEqual([]);
    expect(jobs(file).length).toBeGreaterThan(0);
  });

  test('may only read, unless a job asks for more', () => {
    expect(workflow(file).permissions).toEqual({ contents: 'read' });
  });

  test('says what happens to a run that meets another', () => {
    expect(workflow(file).concurrency).toHaveProperty('group');
    expect(workflow(file).concurrency).toHaveProperty('cancel-in-progress');
  });

  test('has a bound on the time of each job', () => {
    // Who calls another workflow cannot have one: the jobs that it calls do.
    const unbounded = jobs(file)
      .filter(([, { uses = '', 'timeout-minutes': minutes }]) => {
        const isBounded = minutes !== undefined && minutes <= 20;
        return !isBounded && !uses.startsWith('./');
      })
      .map(([name]) => name);

    expect(unbounded).toEqual([]);
  });

  test('runs only npm scripts that exist', () => {
    const named = steps(file).flatMap(({ run = '' }) => scriptsOf(run));

    expect(named.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  test('takes each action by its major version, or by digest', () => {
    const taken = [
      ...steps(file).flatMap(({ uses }) => uses ?? []),
      ...jobs(file).flatMap(([, { uses }]) => uses ?? []),
    ];

    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter((name) => !/^\.\/|@(v\d+|[0-9a-f]{40})$/.test(name))).toEqual([]);
  });

  test('leaves no token behind in the checkout', () => {
    const checkouts = steps(file).filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));

    expect(checkouts.length).toBeGreaterThan(0);
    for (const checkout of checkouts) {
      expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('needs no secret but the token of the run', () => {
    const secrets = [...text(file).matchAll(/\bsecrets\b(?!\.GITHUB_TOKEN\b)\S*/g)];

    expect(secrets.map(([name]) => name)).toEqual([]);
  });
});

describe('CI', () => {
  test('runs on changes and on main, and for a release', () => {
    expect(workflow('ci.yml').on).toEqual({
      push: { branches: ['main'] },
      pull_request: null,
      workflow_call: null,
    });
  });

  test('tests every Node with every PostgreSQL that we promise', () => {
    const { strategy, services, env } = job('ci.yml', 'test');

    expect(strategy?.matrix).toEqual({ node: [24, 26], postgres: [15, 18] });
    expect(services?.['postgres']?.image).toContain('postgres:${{ matrix.postgres }}');
    expect(env).toHaveProperty('TEST_DATABASE_URL');
  });

  test('runs the tests on the Node of the matrix, not on that of npm scripts', () => {
    const commands = runs(job('ci.yml', 'test'));

    expect(commands.flatMap(scriptsOf)).toEqual([]);
    expect(commands.at(-2)).toContain('assert.equal(process.version.');
    expect(commands.at(-1)).toBe('node ./node_modules/vitest/vitest.mjs run');
  });

  test('tests on the embedded PostgreSQL where no Docker answers', () => {
    const newcomer = job('ci.yml', 'newcomer');

    expect(newcomer.env?.['DOCKER_HOST']).toMatch(/^unix:\/\/\/nowhere\//);
    expect(runs(newcomer).at(-1)).toContain('Tests use embedded PostgreSQL');
    expect(read('test/support/postgres-server.ts')).toContain("name: 'embedded PostgreSQL'");
    expect(read('test/support/global-setup.ts')).toContain('Tests use ${server.name}');
  });

  test('checks all that `npm run check` does', () => {
    const here = [...runs(job('ci.yml', 'check')).flatMap(scriptsOf), 'test'];

    expect(here).toEqual(scriptsOf(manifest.scripts['check'] ?? ''));
  });

  test('starts the image and asks whether it is ready', () => {
    const commands = runs(job('ci.yml', 'image')).join('\n');

    expect(commands).toContain('docker compose up --build --detach --wait');
    expect(commands).toContain('curl --fail --silent http://localhost:3000/readyz');
  });
});

describe('a release', () => {
  test('is made by a version tag, and by nothing else', () => {
    expect(workflow('release.yml').on).toEqual({ push: { tags: ['v*.*.*'] } });
  });

  test('is refused when the tag differs from package.json', () => {
    const commands = runs(job('release.yml', 'version')).join('\n');

    expect(commands).toContain('[ "$GITHUB_REF_NAME" != "v$version" ]');
  });

  test('comes after the version, CI, both platforms and the attestations, in this order', () => {
    expect(jobs('release.yml').map(([name, { needs = [] }]) => [name, [needs].flat()])).toEqual([
      ['version', []],
      ['ci', ['version']],
      ['build', ['version', 'ci']],
      ['publish', ['version', 'build']],
      ['release', ['version', 'publish']],
    ]);
    expect(job('release.yml', 'ci').uses).toBe('./.github/workflows/ci.yml');
    expect(job('release.yml', 'build').strategy?.matrix['include']).toMatchObject([
      { platform: 'amd64' },
      { platform: 'arm64' },
    ]);
  });

  test('writes only what each job is for', () => {
    const written = jobs('release.yml').map(([name, { permissions = {} }]) => [
      name,
      Object.keys(permissions).filter((scope) => permissions[scope] === 'write'),
    ]);

    expect(Object.fromEntries(written)).toEqual({
      version: [],
      ci: [],
      build: ['packages'],
      publish: ['packages', 'id-token', 'attestations'],
      release: ['contents'],
    });
  });

  test('has provenance and a bill of materials, in the image and signed', () => {
    const find = (name: string) =>
      steps('release.yml').filter(({ uses = '' }) => uses.startsWith(`${name}@`));

    expect(find('docker/build-push-action')[0]?.with).toMatchObject({
      provenance: 'mode=max',
      sbom: true,
    });
    expect(find('actions/attest').map((step) => step.with?.['sbom-path'])).toEqual([
      undefined,
      'release/sbom.cdx.json',
    ]);
    expect(runs(job('release.yml', 'version')).join('\n')).toContain('--sbom-format cyclonedx');
    expect(runs(job('release.yml', 'release')).join('\n')).toMatch(/gh release create .*"\$sbom"/);
  });
});

describe('security', () => {
  test('is looked at on every change, and every week without one', () => {
    const { schedule, ...others } = workflow('security.yml').on;

    expect(schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* [0-6]$/) as string }]);
    expect(Object.keys(others)).toEqual(['push', 'pull_request', 'workflow_dispatch']);
    expect(jobs('security.yml').map(([name]) => name)).toEqual([
      'codeql',
      'dependency-review',
      'audit',
      'sbom',
    ]);
    expect(runs(job('security.yml', 'audit'))).toContain('npm audit --omit=dev --audit-level=high');
  });

  test('includes updates of all that we build with, weekly and in groups', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      readonly updates: readonly Readonly<Record<string, unknown>>[];
    };

    const ecosystems = updates.map((update) => update['package-ecosystem']);
    expect(ecosystems).toEqual(['npm', 'github-actions', 'docker']);
    for (const update of updates) {
      expect(update).toMatchObject({ schedule: { interval: 'weekly' } });
      expect(Object.keys(update['groups'] as object).length).toBeGreaterThan(0);
    }
  });
});
