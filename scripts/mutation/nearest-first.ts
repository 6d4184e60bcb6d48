import { relative } from 'node:path';
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node';

/**
 * Runs the tests that lie nearest to the mutated file first, and laws after examples: the first
 * failure ends the run, so a mutant should meet the tests first that are likely and quick to fail.
 */
export class NearestFirst implements TestSequencer {
  readonly #vitest: Vitest;

  constructor(vitest: Vitest) {
    this.#vitest = vitest;
  }

  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    const { root, related = [] } = this.#vitest.config;
    const folders = foldersOf(relative(root, related[0] ?? root).replace(/^src\//, 'test/'));
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(root, moduleId);
      const shared = folders.filter((folder) => path.startsWith(folder)).length;
      return farFrom(path) - shared;
    };
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}

const foldersOf = (path: string): readonly string[] => {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => `${names.slice(0, index + 1).join('/')}/`);
};

const farFrom = (path: string): number => {
  if (path.startsWith('test/properties/')) return 40;
  if (path.startsWith('test/conformance/')) return 30;
  return /laws|calendar|corpus/.test(path) ? 20 : 10;
};
