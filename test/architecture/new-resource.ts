import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMigration } from '../../scripts/create-migration.ts';
import { projectRoot } from './cruise.ts';

// A resource as CONTRIBUTING.md has it made: suppliers, by the customers room.

/** The files of its own, which CONTRIBUTING lists by those of customers. */
export const ownFiles: readonly string[] = [
  'src/domain/customers/*',
  'src/application/customers/*',
  'src/infrastructure/memory/customers/*',
  'src/infrastructure/typeorm/customers/*',
  'src/interfaces/http/customers/*',
  'src/testing/contracts/customers/customer-repository.contract.ts',
  'test/modules/customers.ts',
];

/** Where names and rights of the whole are kept together; these count for nobody. */
const unions: readonly (readonly [file: string, before: string, line: string])[] = [
  ['src/domain/shared/ids.ts', "  cus: 'customer',", "  sup: 'supplier',"],
  [
    'src/domain/shared/ids.ts',
    "export type CustomerId = Id<'cus'>;",
    "export type SupplierId = Id<'sup'>;",
  ],
  ['src/domain/shared/permissions.ts', "  'customers:read',", "  'suppliers:read',"],
  ['src/domain/shared/permissions.ts', "  'customers:write',", "  'suppliers:write',"],
  ['src/domain/identity/role.ts', "  'customers:read',", "  'suppliers:read',"],
  ['src/domain/identity/role.ts', "  'customers:write',", "  'suppliers:write',"],
  ['.dependency-cruiser.mjs', "  'customers',", "  'suppliers',"],
];

/** A line in each list that gathers: the line of customers, with the new words. */
export const lists: readonly string[] = [
  'src/application/modules.ts',
  'src/infrastructure/memory/modules.ts',
  'src/infrastructure/typeorm/modules.ts',
  'src/interfaces/http/modules.ts',
];

const words: readonly (readonly [RegExp, string])[] = [
  [/customers/g, 'suppliers'],
  [/customer/g, 'supplier'],
  [/Customer/g, 'Supplier'],
  [/'cus'/g, "'sup'"],
  [/cus_/g, 'sup_'],
  // Two schemas of the document cannot have one name.
  [/id: 'Address/g, "id: 'SupplierAddress"],
  // Only a customer is billed, and has an account of their own.
  [/resume\(now, supplierId\)/g, 'resume(now)'],
  // Two types of the package cannot have one name.
  [/BillingTerms/g, 'SupplierTerms'],
];

const renamed = (text: string): string =>
  words.reduce((given, [word, by]) => given.replaceAll(word, by), text);

/** The files that a copy needs to be compiled, judged and tested. */
const copied = [
  'src',
  'test',
  'scripts',
  'docs',
  'panel',
  'examples',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vitest.config.ts',
  '.dependency-cruiser.mjs',
];

/** Copies the project, adds the resource, and answers where. */
export const addResource = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'new-resource-'));
  for (const path of copied) {
    await cp(join(projectRoot, path), join(root, path), { recursive: true });
  }
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const path of globSync([...ownFiles], { cwd: root })) await addFile(root, path);
  for (const [file, before, line] of unions) await addBehind(root, file, before, line);
  for (const list of lists) await addEntries(root, list);
  await addMigration(root);
  return root;
};

const addFile = async (root: string, path: string): Promise<void> => {
  const target = join(root, renamed(path));
  await mkdir(dirname(target), { recursive: true });
  const text = renamed(await readFile(join(root, path), 'utf8'));
  await writeFile(target, path.includes('.contract.') ? withBuilder(text) : text);
};

// Builders of customers stand among those of all; a new contract brings its own.
const withBuilder = (text: string): string =>
  `${text.replace(/\bbuildSupplier,\s*/, '')}
type Given = Partial<SupplierInput> & { at?: Instant };
const buildSupplier = ({ at = someday, ...given }: Given = {}) =>
  Supplier.create(
    buildId('sup', at),
    { name: 'Globex', email: \`supplier-\${buildId('sup')}@globex.example\`, ...given },
    at,
  );
`.replace(
    /^/,
    `import type { SupplierInput } from '#domain/suppliers/supplier.ts';
import { Supplier } from '#domain/suppliers/supplier.ts';
import type { Instant } from '#domain/shared/time.ts';
import { someday } from '../../builders.ts';
`,
  );

const changeFile = async (
  root: string,
  path: string,
  change: (text: string) => string,
): Promise<void> => {
  const text = await readFile(join(root, path), 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${path} has no place for the new line.`);
  await writeFile(join(root, path), changed);
};

const addBehind = (root: string, path: string, before: string, line: string): Promise<void> =>
  changeFile(root, path, (text) => text.replace(`${before}\n`, `${before}\n${line}\n`));

/** Repeats the lines that name customers with the new words, each behind itself. */
const addEntries = (root: string, path: string): Promise<void> =>
  changeFile(root, path, (text) =>
    text
      .split('\n')
      .flatMap((line) => (/customer/i.test(line) ? [line, renamed(line)] : [line]))
      .join('\n'),
  );

const addMigration = async (root: string): Promise<void> => {
  const directory = pathToFileURL(`${join(root, 'src/infrastructure/typeorm/migrations')}/`);
  const at = 1_999_999_999_999;
  const file = await createMigration(directory, 'add-suppliers', at, { isListed: false });
  const path = join('src/infrastructure/typeorm/migrations', file);
  const baseline = await readFile(
    join(root, 'src/infrastructure/typeorm/migrations/1764900000000-baseline.ts'),
    'utf8',
  );
  const [table = ''] = /create table customers \([\s\S]*?\n {2}\);/.exec(baseline) ?? [];
  const indexes = baseline.match(/create unique index customers_[\s\S]*?;/g) ?? [];
  const statements = renamed([table, ...indexes].join('\n'));
  const fence = `
    alter table suppliers add column billing jsonb not null default '{}';
    alter table suppliers enable row level security, force row level security;
    create policy tenant on suppliers
      using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id());
    grant select, insert, update, delete on suppliers to billing_app;`;
  await changeFile(root, path, (text) =>
    text
      .replace('query(``)', () => `query(\`${statements}${fence}\`)`)
      .replace('query(``)', () => "query('drop table suppliers')"),
  );
  const migration = `AddSuppliers${at}`;
  await changeFile(root, 'src/infrastructure/typeorm/suppliers/suppliers.ts', (text) =>
    `import { ${migration} } from '#infrastructure/typeorm/migrations/${file}';\n${text}`.replace(
      '\n  table,\n  repository',
      `\n  table,\n  migrations: [${migration}],\n  repository`,
    ),
  );
  const checksum = createHash('sha256')
    .update(await readFile(join(root, path)))
    .digest('hex');
  const frozen = `\n  migrations: { '${file}': '${checksum}' },\n  tables:`;
  await changeFile(root, 'test/modules/suppliers.ts', (text) =>
    text.replace('\n  tables:', frozen),
  );
};

/**
 * The lines that were added to files which are not the resource's own, as `file: line`. Where names
 * and rights of the whole are kept together is not looked at.
 */
export const centralLines = async (root: string): Promise<readonly string[]> => {
  const paths = globSync(['src/**/*.ts', 'test/**/*.ts', 'scripts/*.ts', 'src/**/*.txt'], {
    cwd: projectRoot,
  });
  const found = await Promise.all(
    paths
      .filter((path) => !unions.some(([file]) => file === path))
      .map(async (path) => {
        const before = (await readFile(join(projectRoot, path), 'utf8')).split('\n');
        const after = (await readFile(join(root, path), 'utf8')).split('\n');
        return after.filter((line) => !before.includes(line)).map((line) => `${path}: ${line}`);
      }),
  );
  return found.flat().toSorted();
};
