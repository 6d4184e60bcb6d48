import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config';

/** The root of the project. */
export const projectRoot = resolve(import.meta.dirname, '../..');

const configurationFile = resolve(projectRoot, '.dependency-cruiser.mjs');

/** The exports of the configuration of the layer rules, beside what the tool reads. */
interface LayerConfiguration {
  readonly default: { readonly forbidden: readonly IForbiddenRuleType[] };
  readonly moduleOrder: readonly string[];
  readonly listeners: readonly string[];
  readonly modulePlaces: readonly string[];
  readonly sharedParts: readonly string[];
  readonly parts: Readonly<Record<string, readonly string[]>>;
  readonly families: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const configuration = (await import(pathToFileURL(configurationFile).href)) as LayerConfiguration;

/** The directories in which each directory is a module of billing. */
export const modulePlaces = configuration.modulePlaces;

/** The directories beside the modules that are no modules. */
export const sharedParts = configuration.sharedParts;

/** The parts of each module that has some, in their order. */
export const { parts } = configuration;

/** Every module that the order knows. */
export const knownModules = [...configuration.moduleOrder, ...configuration.listeners];

/** The directories in which each directory is a family of adapters, and the families there. */
export const families = Object.entries(configuration.families).map(([place, uses]) => ({
  place,
  known: Object.keys(uses),
}));

const namesOfRules = configuration.default.forbidden.map(({ name }) => {
  if (name === undefined) throw new Error('A layer rule needs a name.');
  return name;
});

/** The name of every rule in the configuration, once. */
export const ruleNames = [...new Set(namesOfRules)];

/** Reads `src` and `panel` below `root` as `depcruise` does there, and judges them by the rules. */
export const cruiseSources = async (root: string): Promise<ICruiseResult> => {
  const options = await extractOptions(configurationFile);
  const { output } = await cruise(
    ['src', 'panel'].filter((directory) => existsSync(join(root, directory))),
    // A planted tree borrows node_modules through a link; the rules must see the link's own path.
    { ...options, baseDir: root, preserveSymlinks: true },
    options.enhancedResolveOptions ?? {},
    { tsConfig: extractTypeScriptConfig(resolve(projectRoot, 'tsconfig.json')) as unknown },
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text.');
  return output;
};
