/** A node of Babel's syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly property?: Node;
  readonly key?: Node;
  readonly id?: Node;
  readonly arguments?: readonly Node[];
}

interface NodePath {
  readonly node: Node;
  readonly parent?: Node;
}

/** The calls that take a sentence, and as which argument. */
const sentenceOf: Readonly<Record<string, number>> = {
  invariant: 1,
  InvariantViolation: 0,
  refusal: 2,
  because: 1,
  notCounted: 1,
};

const nameOf = (callee: Node | undefined): string =>
  (callee?.type === 'MemberExpression' ? callee.property?.name : callee?.name) ?? '';

const isSentence = ({ node, parent }: NodePath): boolean => {
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return false;
  if (parent?.type === 'ObjectProperty') return parent.key?.name === 'detail';
  if (parent?.type === 'VariableDeclarator') return parent.id?.name === 'detail';
  const place = sentenceOf[nameOf(parent?.callee)];
  return place !== undefined && parent?.arguments?.[place] === node;
};

/** Ignores the sentences of refusals: they are for people, and nothing is decided by them. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'sentences',
    value: {
      shouldIgnore: (path: NodePath): string | undefined =>
        isSentence(path) ? 'A sentence for people.' : undefined,
    },
  },
];
