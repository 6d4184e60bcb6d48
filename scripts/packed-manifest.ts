import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// The condition `source` leads imports to src, which is not packed: whoever sets it for sources of
// their own would find nothing there. So it is taken out of the package.json that is packed
// (`prepack`), and put back (`postpack`; or by the next packing, where one was broken off).

const root = resolve(import.meta.dirname, '..');
const manifest = join(root, 'package.json');
const kept = join(root, '.package.json.kept');

type Conditions = Readonly<Record<string, string>>;

const withoutSource = ({ source: _source, ...others }: Conditions): Conditions | string =>
  Object.keys(others).join() === 'default' ? (others['default'] ?? '') : others;

const restore = (): void => {
  if (existsSync(kept)) renameSync(kept, manifest);
};

const strip = (): void => {
  restore();
  const text = readFileSync(manifest, 'utf8');
  const { imports, ...others } = JSON.parse(text) as { imports: Record<string, Conditions> };
  const packed = Object.entries(imports).map(([name, each]) => [name, withoutSource(each)]);
  writeFileSync(kept, text);
  const stripped = { ...others, imports: Object.fromEntries(packed) as object };
  writeFileSync(manifest, `${JSON.stringify(stripped, null, 2)}\n`);
};

if (process.argv[2] === 'restore') restore();
else strip();
