import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

// The declarations that tsc writes say every type in full, also where a source leaves it to be
// inferred. TypeScript 7 has no API to ask; swc reads the syntax, and names are resolved here: an
// import names its file, so there is little to it.

/** A node of swc's syntax tree, as far as it is read. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Something declared at the top of a file. */
export interface Declared {
  readonly file: string;
  readonly name: string;
}

/** The content of one file of declarations. */
interface DeclarationFile {
  readonly declared: ReadonlyMap<string, Node>;
  /** Names that stand for something of another file. */
  readonly imported: ReadonlyMap<string, Declared>;
  /** Its exports by name: of its own, or of another file. */
  readonly exported: ReadonlyMap<string, Declared & { readonly isTypeOnly: boolean }>;
  readonly exportsAllOf: readonly string[];
}

/** Declarations below one root, where `#domain/x.ts` lies at `domain/x.d.ts`. */
export class Declarations {
  readonly #root: string;
  readonly #files = new Map<string, DeclarationFile>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The exports of a file, by the name that each has there. */
  exportsOf(file: string): ReadonlyMap<string, Declared & { readonly isTypeOnly: boolean }> {
    const { exported, exportsAllOf } = this.#read(file);
    const inherited = exportsAllOf.flatMap((other) => [...this.exportsOf(other)]);
    const own = [...exported].map(([name, given]) => {
      const { isTypeOnly } = given;
      return [name, { ...this.#origin(given), isTypeOnly }] as const;
    });
    return new Map([...inherited, ...own]);
  }

  /** Our names that a declaration mentions, wherever in it: no type parameters, no packages. */
  mentionedBy({ file, name }: Declared): readonly Declared[] {
    const { declared, imported } = this.#read(file);
    const node = declared.get(name);
    if (node === undefined) return [];
    const mentions = namesIn(node).flatMap((mention) =>
      typeof mention === 'object' && 'resultOf' in mention
        ? namesIn(resultOf(declared.get(mention.resultOf)))
        : mention,
    );
    return mentions.flatMap((mention) => {
      if (typeof mention !== 'string') {
        if ('resultOf' in mention) return [];
        const other = fileOf(file, mention.from);
        return other === undefined ? [] : [this.#origin({ file: other, name: mention.name })];
      }
      const elsewhere = imported.get(mention);
      if (elsewhere !== undefined) return [this.#origin(elsewhere)];
      return declared.has(mention) && mention !== name ? [{ file, name: mention }] : [];
    });
  }

  /** Whether it is a type or a class: what a caller may want to name. */
  isType({ file, name }: Declared): boolean {
    const type = this.#read(file).declared.get(name)?.type ?? '';
    return type === 'ClassDeclaration' || typeDeclarations.includes(type);
  }

  /** The classes that a file exports. */
  classesOf(file: string): readonly Declared[] {
    const { declared, exported } = this.#read(file);
    const names = [...exported.keys()];
    return names
      .filter((name) => declared.get(name)?.type === 'ClassDeclaration')
      .map((name) => ({ file, name }));
  }

  /** The class that a class extends, where it is one of ours. */
  parentOf({ file, name }: Declared): Declared | undefined {
    const { declared, imported } = this.#read(file);
    const parent = (declared.get(name)?.['superClass'] as { value?: string } | null)?.value;
    if (parent === undefined) return undefined;
    const elsewhere = imported.get(parent);
    return elsewhere === undefined ? { file, name: parent } : this.#origin(elsewhere);
  }

  #origin(given: Declared): Declared {
    const file = this.#read(given.file);
    const own = file.exported.get(given.name);
    if (own !== undefined && own.file !== given.file) return this.#origin(own);
    if (own !== undefined) return { file: own.file, name: own.name };
    for (const other of file.exportsAllOf) {
      const found = this.exportsOf(other).get(given.name);
      if (found !== undefined) return { file: found.file, name: found.name };
    }
    return { file: given.file, name: given.name };
  }

  #read(file: string): DeclarationFile {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(this.#root, file), 'utf8');
    const { body } = parseSync(text, { syntax: 'typescript' });
    const read = readFile(file, body as unknown as readonly Node[]);
    this.#files.set(file, read);
    return read;
  }
}

const readFile = (file: string, body: readonly Node[]): DeclarationFile => {
  const declared = new Map<string, Node>();
  const imported = new Map<string, Declared>();
  const exported = new Map<string, Declared & { readonly isTypeOnly: boolean }>();
  const exportsAllOf: string[] = [];
  for (const statement of body) {
    const source = (statement['source'] as { value: string } | null | undefined)?.value;
    const other = source === undefined ? undefined : fileOf(file, source);
    if (statement.type === 'ExportAllDeclaration' && other !== undefined) exportsAllOf.push(other);
    for (const { name, local, isTypeOnly } of specifiersOf(statement)) {
      if (statement.type === 'ImportDeclaration') {
        if (other !== undefined) imported.set(local, { file: other, name });
      } else if (source === undefined) {
        const origin = imported.get(local) ?? { file, name: local };
        exported.set(name, { ...origin, isTypeOnly });
      } else if (other !== undefined) exported.set(name, { file: other, name: local, isTypeOnly });
    }
    const isExported = statement.type === 'ExportDeclaration';
    const declaration = isExported ? (statement['declaration'] as Node) : statement;
    for (const [name, node] of declaredBy(declaration)) {
      declared.set(name, node);
      if (isExported) exported.set(name, { file, name, isTypeOnly: !isValue(node) });
    }
  }
  return { declared, imported, exported, exportsAllOf };
};

interface Named {
  readonly value: string;
}

/** `name` is what a specifier is known by outside of its file, `local` inside. */
const specifiersOf = (statement: Node) =>
  ((statement['specifiers'] ?? []) as readonly Node[]).map((specifier) => {
    const { local, imported, orig, exported } = specifier as unknown as Record<string, Named>;
    const isTypeOnly = statement['typeOnly'] === true || specifier['isTypeOnly'] === true;
    const inside = local ?? orig;
    return {
      name: (imported ?? exported ?? inside)?.value ?? '',
      local: inside?.value ?? '',
      isTypeOnly,
    };
  });

const declaredBy = (statement: Node): readonly (readonly [string, Node])[] => {
  if (statement.type === 'VariableDeclaration') {
    const declarators = statement['declarations'] as readonly (Node & { readonly id: Named })[];
    return declarators.map((declarator) => [declarator.id.value, declarator]);
  }
  const { value } = (statement['id'] ?? statement['identifier'] ?? {}) as Partial<Named>;
  return value === undefined ? [] : [[value, statement]];
};

const typeDeclarations = ['TsInterfaceDeclaration', 'TsTypeAliasDeclaration'];

const isValue = ({ type }: Node): boolean => !typeDeclarations.includes(type);

/** The file that a specifier names; nothing for a package. */
const fileOf = (from: string, specifier: string): string | undefined => {
  const path = specifier.startsWith('#')
    ? specifier.slice(1)
    : specifier.startsWith('.')
      ? join(dirname(from), specifier)
      : undefined;
  return path?.replace(/\.[jt]s$/, '.d.ts');
};

type Mention =
  | string
  | { readonly from: string; readonly name: string }
  | { readonly resultOf: string };

/** Every name that stands where a type, or a value that a type is made of, is named. */
const namesIn = (given: unknown): readonly Mention[] => {
  if (Array.isArray(given)) return given.flatMap(namesIn);
  if (given === null || typeof given !== 'object') return [];
  const node = given as Node;
  const maker = makerIn(node);
  if (maker !== undefined) return [{ resultOf: maker }];
  const within = Object.values(node).flatMap(namesIn);
  if (node.type === 'TsImportType') {
    const { value: from } = node['argument'] as Named;
    return [...within, { from, name: leftmost(node['qualifier']) ?? '' }];
  }
  const named = [node['typeName'], node['exprName'], node['superClass'], namedBy(node)];
  return [...within, ...named.flatMap((each) => leftmost(each) ?? [])];
};

/** `make` of `ReturnType<typeof make>`: what `make` is given is nobody's who has its result. */
const makerIn = (node: Node): string | undefined => {
  if (node.type !== 'TsTypeReference' || leftmost(node['typeName']) !== 'ReturnType') return;
  const { params } = node['typeParams'] as { readonly params: readonly [Node] };
  return leftmost(params[0]['exprName']);
};

/** The type that a function of this file gives. */
const resultOf = (maker: Node | undefined): unknown => {
  const { typeAnnotation } = (maker?.['id'] ?? {}) as { readonly typeAnnotation?: Node };
  const type = typeAnnotation?.['typeAnnotation'] as Node | undefined;
  return type?.['typeAnnotation'] ?? type;
};

const namedBy = (node: Node): unknown =>
  node.type === 'TsExpressionWithTypeArguments' ? node['expression'] : undefined;

const leftmost = (given: unknown): string | undefined => {
  const node = given as (Node & { readonly left?: unknown; readonly value?: string }) | undefined;
  if (node?.type === 'Identifier') return node.value;
  return node?.left === undefined ? undefined : leftmost(node.left);
};
