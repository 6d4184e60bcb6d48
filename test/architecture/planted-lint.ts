/** A text that one lint rule must object to, at the path where it stands. */
export interface PlantedFault {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const fault = (rule: string, path: string, text: string): PlantedFault => ({ rule, path, text });

const anywhere = 'src/infrastructure/system';

const shape = [
  fault(
    'max-lines-per-function',
    `${anywhere}/long.ts`,
    `export const long = (): void => {\n${'  String(1);\n'.repeat(49)}};`,
  ),
  fault('eqeqeq', `${anywhere}/equal.ts`, 'export const same = (a: string) => a == "b";'),
  fault(
    'no-param-reassign',
    `${anywhere}/reassign.ts`,
    'export const next = (count: number): number => { count = 2; return count; };',
  ),
  fault('no-var', `${anywhere}/var.ts`, 'export var count = 1;'),
  fault('prefer-const', `${anywhere}/const.ts`, 'let count = 1;\nexport const next = count;'),
  fault('import/no-default-export', `${anywhere}/default.ts`, 'export default 1;'),
  fault(
    'import/no-unassigned-import',
    `${anywhere}/effect.ts`,
    "import 'node:process';\nexport {};",
  ),
  fault('no-console', `${anywhere}/console.ts`, 'console.log("x");\nexport {};'),
  fault(
    'node/no-process-env',
    `${anywhere}/environment.ts`,
    'export const port = process.env["PORT"];',
  ),
];

const types = [
  fault(
    'typescript/ban-ts-comment',
    `${anywhere}/silence.ts`,
    '// @ts-ignore\nexport const a: string = 1;',
  ),
  fault(
    'typescript/consistent-type-imports',
    `${anywhere}/type-import.ts`,
    "import { Server } from 'node:http';\nexport const a = (b: Server): Server => b;",
  ),
  fault(
    'typescript/no-deprecated',
    `${anywhere}/deprecated.ts`,
    '/** @deprecated Use b. */\nconst a = 1;\nexport const b = a;',
  ),
  fault('typescript/no-explicit-any', `${anywhere}/any.ts`, 'export const a = (b: any) => [b];'),
  fault(
    'typescript/no-floating-promises',
    `${anywhere}/floating.ts`,
    'const later = async (): Promise<void> => {};\nlater();\nexport {};',
  ),
  fault(
    'typescript/no-misused-promises',
    `${anywhere}/misused.ts`,
    'export const a = async (b: Promise<boolean>) => { if (b) return 1; return 2; };',
  ),
  fault(
    'typescript/no-non-null-assertion',
    `${anywhere}/non-null.ts`,
    'export const a = (b: string | null): string => b!;',
  ),
  fault(
    'typescript/no-unsafe-argument',
    `${anywhere}/unsafe-argument.ts`,
    "export const a = (): number => Number.parseInt(JSON.parse('1'), 10);",
  ),
  fault(
    'typescript/no-unsafe-assignment',
    `${anywhere}/unsafe-assignment.ts`,
    "export const a: unknown[] = [];\nconst b = JSON.parse('1');\na.push(b);",
  ),
  fault(
    'typescript/no-unsafe-call',
    `${anywhere}/unsafe-call.ts`,
    "JSON.parse('1')();\nexport {};",
  ),
  fault(
    'typescript/no-unsafe-member-access',
    `${anywhere}/unsafe-member.ts`,
    "export const a = String(JSON.parse('1').b);",
  ),
  fault(
    'typescript/no-unsafe-return',
    `${anywhere}/unsafe-return.ts`,
    "export const a = (): string => JSON.parse('1');",
  ),
  fault(
    'typescript/only-throw-error',
    `${anywhere}/throw.ts`,
    "export const a = (): never => { throw 'no'; };",
  ),
  fault(
    'typescript/prefer-readonly',
    `${anywhere}/mutable.ts`,
    'export class A { #b = 1; get b(): number { return this.#b; } }',
  ),
  fault(
    'typescript/strict-boolean-expressions',
    `${anywhere}/truthy.ts`,
    'export const a = (b: string | undefined): number => (b ? 1 : 2);',
  ),
  fault(
    'typescript/switch-exhaustiveness-check',
    `${anywhere}/switch.ts`,
    "export const a = (b: 'x' | 'y'): number => { switch (b) { case 'x': return 1; } return 2; };",
  ),
  fault(
    'typescript/switch-exhaustiveness-check',
    `${anywhere}/switch-default.ts`,
    [
      "export const a = (b: 'x'): number => {",
      "  switch (b) { case 'x': return 1; default: return 2; }",
      '};',
    ].join('\n'),
  ),
];

/** Names that the domain and the use cases may not reach for, each in a file of its own. */
const ambient = ['src/domain/catalog', 'src/application/catalog'].flatMap((place) => [
  ...[
    'Date.now()',
    'new Date(0)',
    'performance.now()',
    'process.pid',
    'globalThis.Date.now()',
    'crypto.randomUUID()',
    "fetch('x')",
    'setTimeout(String, 1)',
    'setInterval(String, 1)',
    'setImmediate(String)',
    "parseFloat('1.5')",
  ].map((says, index) =>
    fault('no-restricted-globals', `${place}/global-${index}.ts`, `export const a = ${says};`),
  ),
  ...[
    'Math.random()',
    "Number.parseFloat('1.5')",
    '(1.005).toFixed(2)',
    'Temporal.Now.instant()',
  ].map((says, index) =>
    fault('no-restricted-properties', `${place}/property-${index}.ts`, `export const a = ${says};`),
  ),
  fault(
    'typescript/no-restricted-types',
    `${place}/date-type.ts`,
    'export interface Plan { readonly since: Date }',
  ),
]);

const pure = [
  'export const a = async (): Promise<number> => 1;',
  'export class A { async load(): Promise<number> { return 1; } }',
].map((says, index) => fault('oxc/no-async-await', `src/domain/catalog/async-${index}.ts`, says));

const tests = [
  fault(
    'vitest/valid-expect',
    'test/domain/expect.test.ts',
    "import { expect, test } from 'vitest';\ntest('a plan', () => { expect(1); });",
  ),
  fault(
    'vitest/expect-expect',
    'test/domain/nothing.test.ts',
    "import { test } from 'vitest';\ntest('a plan', () => { String(1); });",
  ),
];

/** At least one fault for every rule that .oxlintrc.json turns on by name. */
export const plantedFaults: readonly PlantedFault[] = [
  ...shape,
  ...types,
  ...ambient,
  ...pure,
  ...tests,
];

/** Code that the rules must leave alone: the exceptions, each where it is one. */
export const permittedTexts: Readonly<Record<string, string>> = {
  'src/main.ts': 'export const port = process.env["PORT"];\n',
  'src/infrastructure/composition/tokens.ts': "import 'reflect-metadata';\n",
  'src/infrastructure/system/clock.ts': 'export const now = (): number => Date.now();\n',
  'src/application/catalog/create-plan.ts':
    'export const execute = async (a: Promise<string>): Promise<string> => await a;\n',
  'src/domain/catalog/plan.ts': [
    "export const a = (b: 'x' | 'y'): number => {",
    "  switch (b) { case 'x': return 1; case 'y': return 2; }",
    '};',
  ].join('\n'),
};
