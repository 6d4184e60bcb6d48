import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Things that exist, for documents to name. */
export interface Known {
  /** The scripts of package.json, by the folder whose documents mean it: '' or 'bench'. */
  readonly scripts: Readonly<Record<string, readonly string[]>>;
  /** `tenants list`, `doctor`, … */
  readonly commands: readonly string[];
  /** `GET /v1/customers/{id}`, with any name in braces. */
  readonly operations: readonly string[];
}

export interface Document {
  readonly path: string;
  readonly text: string;
}

/** The documents of the project, without its history: decisions and the changelog. */
export const documentsOf = (root: string): readonly Document[] =>
  globSync(['*.md', 'docs/**/*.md', 'bench/README.md', 'src/**/*.md'], { cwd: root })
    .filter((path) => !/CHANGELOG|docs\/decisions/.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Names in a document of things that are not there. */
export const faultsOf = (document: Document, known: Known, root: string): readonly string[] => [
  ...unknownScripts(document, known),
  ...unknownCommands(document, known),
  ...unknownOperations(document, known),
  ...brokenLinks(document, root),
  ...unknownSources(document, root),
];

const unknownScripts = ({ path, text }: Document, { scripts }: Known): readonly string[] => {
  const [folder = ''] = /^bench(?=\/)/.exec(path) ?? [];
  // `cd bench && npm run …` is meant for the other package.json.
  const named = [...text.matchAll(/(cd bench && .*|`cd bench`.*)?npm run (?:-\S+ )*(\w[\w:-]*)/g)];
  return named
    .filter(([, elsewhere, script = '']) => {
      const all = [...(scripts[folder] ?? []), ...(scripts['bench'] ?? [])];
      const mine = elsewhere === undefined && !script.startsWith('bench');
      return !(mine ? (scripts[folder] ?? []) : all).includes(script);
    })
    .map(([found]) => `no such script: ${found}`);
};

const commandLine =
  /(?:^|`)(?:npm run (?:-\S+ )*billing -- |billing )(?:--json )?([a-z].*?)(?:`|$)/gm;

const unknownCommands = ({ text }: Document, { commands }: Known): readonly string[] =>
  [...text.matchAll(commandLine)]
    .map(([, given = '']) => given)
    .filter((given) => {
      const [first = '', second = ''] = given.split(/[^a-z-]+/);
      return !commands.includes(first) && !commands.includes(`${first} ${second}`);
    })
    .map((given) => `no such command: billing ${given}`);

const unknownOperations = ({ text }: Document, { operations }: Known): readonly string[] => {
  const shapes = new Set(operations.map(shapeOf));
  return [...text.matchAll(/\b(GET|POST|PATCH|DELETE) (\/v1\/[\w\-/{}…]+)/g)]
    .map(([found]) => found.replace(/\/$/, ''))
    .filter((found) => !shapes.has(shapeOf(found)))
    .map((found) => `no such operation: ${found}`);
};

// `/v1/customers/cus_…` and `/v1/customers/{id}` are one.
const shapeOf = (operation: string): string => operation.replaceAll(/\{\w+\}|[a-z]+_[^/]*/g, '{}');

// `unit-of-work.ts`, `src/main.ts`: some file of ours ends so.
const unknownSources = ({ text }: Document, root: string): readonly string[] => {
  const sources = sourcesOf(root);
  return [...text.matchAll(/`([\w/-]+(?:\.[\w-]+)*\.ts)`/g)]
    .map(([, named = '']) => named)
    .filter((named) => !sources.some((path) => path === named || path.endsWith(`/${named}`)))
    .map((named) => `no such file: ${named}`);
};

const sourcesOf = (root: string): readonly string[] =>
  globSync(['*.ts', '{src,test,scripts,bench,examples,panel}/**/*.ts'], {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  });

const brokenLinks = ({ path, text }: Document, root: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const full = file === '' ? join(root, path) : resolve(root, dirname(path), file);
      if (!existsSync(full)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(full, 'utf8')).includes(anchor);
    })
    .map((target) => `broken link: ${target}`);

// As GitHub makes them of headings.
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
