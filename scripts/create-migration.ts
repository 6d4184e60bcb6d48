import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

// `npm run migration:create -- add-invoices`: an empty migration in our style, and its entry in the
// list of all. With `--for-resource` it is not listed: the resource whose table it makes names it.

const usage = 'Usage: npm run migration:create -- <verb-and-noun, such as add-invoices>';

/**
 * Writes the migration into `directory` (src/infrastructure/typeorm/migrations, with a slash at the
 * end) and lists it in its index, if it is to be listed.
 * @returns the name of the new file.
 */
export const createMigration = async (
  directory: URL,
  name: string,
  epochMilliseconds: number,
  { isListed = true }: { readonly isListed?: boolean } = {},
): Promise<string> => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new Error(usage);
  const words = name.split('-').map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
  const className = `${words.join('')}${epochMilliseconds}`;
  const file = `${epochMilliseconds}-${name}.ts`;
  await writeFile(new URL(file, directory), templateOf(className), { flag: 'wx' });

  if (!isListed) return file;
  const index = new URL('index.ts', directory);
  await writeFile(index, listed(await readFile(index, 'utf8'), className, file));
  return file;
};

// After the last import, and last in the list, on however many lines the formatter has put it.
const listed = (index: string, className: string, file: string): string => {
  const line = `import { ${className} } from '#infrastructure/typeorm/migrations/${file}';`;
  const imported = index.replace('\n\n', () => `\n${line}\n\n`);
  const entered = imported.replace(/,?\s*\];/, () => `, ${className}];`);
  if (imported === index || entered === imported) {
    throw new Error(`${file} could not be listed: add it to index.ts by hand.`);
  }
  return entered;
};

const templateOf = (
  className: string,
): string => `import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Say here why it is needed. A table of tenant data has tenant_id first in every key, forced
 * row-level security with a policy, and grants to billing_app: a test looks.
 */
export class ${className} implements MigrationInterface {
  readonly name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(\`\`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(\`\`);
  }
}
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const directory = new URL('../src/infrastructure/typeorm/migrations/', import.meta.url);
  const [name = '', ...options] = process.argv.slice(2);
  const isListed = !options.includes('--for-resource');
  const file = await createMigration(directory, name, Date.now(), { isListed });
  const next = isListed ? ' and listed it.' : '. Name it in `migrations` of its resource.';
  process.stdout.write(
    `Wrote ${file}${next} When it does what it should: npm run format, then ` +
      'npm run check:layers, which prints its checksum and says where it goes\n',
  );
}
