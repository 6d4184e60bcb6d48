import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from './cruise.ts';
import { permittedTexts, plantedFaults } from './planted-lint.ts';
import { plantTree } from './planted-tree.ts';

/** The part of the linter's configuration that says which rules are on. */
interface LintConfiguration {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly overrides: readonly { readonly rules: Readonly<Record<string, unknown>> }[];
}

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly filename: string;
    readonly message: string;
  }[];
}

const configuration = JSON.parse(
  readFileSync(join(projectRoot, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
) as LintConfiguration;

const rulesOn = [configuration, ...configuration.overrides]
  .flatMap(({ rules }) => Object.entries(rules))
  .filter(([, setting]) => setting !== 'off')
  .map(([name]) => name);

/** The findings of the linter in a tree: `path: rule`, the rule as the configuration calls it. */
const lint = async (root: string): Promise<readonly string[]> => {
  const program = join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [program, '--deny-warnings', '--format=json'],
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      // Faults make it exit with 1; only an answer that is not a report is a failure.
      (error, stdout, stderr) =>
        stdout === '' ? reject(error ?? new Error(stderr)) : resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as Report;
  return diagnostics.map(({ code, filename, message }) => {
    const [, plugin, rule] = /^(\w+)\(([\w-]+)\)$/.exec(code) ?? [];
    if (rule === undefined) return `${filename}: ${message}`;
    return `${filename}: ${plugin === 'eslint' ? rule : `${plugin}/${rule}`}`;
  });
};

describe('the linter', () => {
  test('has a planted fault for every rule that is turned on by name', () => {
    const planted = new Set(plantedFaults.map(({ rule }) => rule));

    expect([...new Set(rulesOn)].toSorted()).toEqual([...planted].toSorted());
  });

  test('reports each planted fault by its rule', async () => {
    const root = await plantTree(
      Object.fromEntries(plantedFaults.map(({ path, text }) => [path, `${text}\n`])),
    );

    const reported = await lint(root);

    const missed = plantedFaults
      .map(({ path, rule }) => `${path}: ${rule}`)
      .filter((expected) => !reported.includes(expected));
    expect(missed).toEqual([]);
  });

  test('says nothing of what is permitted', async () => {
    const root = await plantTree(permittedTexts);

    expect(await lint(root)).toEqual([]);
  });
});
