/** A rule over the SQL texts of the adapters: what every table needs that is spread by tenant. */
interface SqlRule {
  readonly name: string;
  readonly why: string;
  readonly pattern: RegExp;
}

const clockFunctions =
  '(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|random|gen_random_uuid)' +
  '\\s*\\(' +
  '|\\bcurrent_(?:timestamp|date|time)\\b';
// Up to the end of a statement or of the literal that holds it.
const rest = '[^;`]*?';

export const sqlRules: readonly SqlRule[] = [
  {
    name: 'no-ctid',
    why: 'A row’s place in a file is no key: on a cluster each shard has its own.',
    pattern: /\bctid\b/gi,
  },
  {
    name: 'no-modifying-cte',
    why: 'A cluster runs them one after another, so that one sees what another wrote.',
    pattern: /\bas\s+(?:not\s+)?(?:materialized\s+)?\(\s*(?:insert|update|delete|merge)\b/gi,
  },
  {
    name: 'instants-are-parameters',
    why: 'What an UPDATE or ON CONFLICT writes or asks must be the same on every node.',
    pattern: new RegExp(
      `\\b(?:update\\s+[\\w.$\\{\\}"]+(?:\\s+\\w+)?\\s+set|on\\s+conflict)\\b` +
        `${rest}\\b(?:${clockFunctions})`,
      'gi',
    ),
  },
  {
    name: 'no-subselect-in-policy',
    why: 'A cluster takes none, and an index serves the function itself as well.',
    pattern: /\bcreate\s+policy\b[^;`]*\(\s*select\b/gi,
  },
];

/** The faults of a source text: the rule and the line. Comments may say what they like. */
export const sqlFaults = (text: string): readonly string[] => {
  const code = withoutComments(text);
  return sqlRules.flatMap(({ name, pattern }) =>
    [...code.matchAll(pattern)].map(({ index }) => {
      const line = code.slice(0, index).split('\n').length;
      return `${line}: ${name}`;
    }),
  );
};

// Lines stay, so that a fault is told where it is.
const withoutComments = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/^(\s*)(?:\/\/|--).*$/gm, '$1');
