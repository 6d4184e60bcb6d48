import { relative } from 'node:path';
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node';

/**
 * Runs the tests that lie nearest to the mutated file first, and laws after examples: the first
 * failure ends the run, so a mutant should meet the tests first that are likely and quick to fail.
 * A mutant that is met while its module is loaded has all tests to meet, so it meets those of its
 * folder alone.
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
    const folder = folderOf(relative(root, related[0] ?? root));
    const distance = ({ moduleId }: TestSpecification): number =>
      distanceOf(relative(root, moduleId), folder);
    const sorted = files.toSorted((one, other) => distance(one) - distance(other));
    return sorted.filter((file) => !isStatic(file) || distance(file) < elsewhere);
  }
}

const isStatic = ({ project }: TestSpecification): boolean =>
  project.getProvidedContext().mutantActivation === 'static';

/** The folder of the tests of a module: `test/domain/taxes`. */
const folderOf = (path: string): string => path.split('/').slice(1, 3).join('/');

const elsewhere = 20;

const distanceOf = (path: string, folder: string): number => {
  const isLaw = /laws|calendar|corpus/.test(path) ? 1 : 0;
  if (path.startsWith(`test/${folder}/`)) return isLaw;
  if (/^test\/domain\/[^/]+$/.test(path)) return 10;
  if (path.startsWith('test/domain/')) return elsewhere + isLaw;
  return path.startsWith('test/conformance/') ? 30 : 40;
};
