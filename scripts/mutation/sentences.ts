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
  readonly parentPath?: NodePath | null;
}

/** The calls that take a sentence, and as which argument. */
const sentenceOf: Readonly<Record<string, number>> = {
  invariant: 1,
  InvariantViolation: 0,
  refusal: 2,
  because: 1,
  notCounted: 1,
  super: 0,
};

const nameOf = (callee: Node | undefined): string => {
  if (callee?.type === 'Super') return 'super';
  return (callee?.type === 'MemberExpression' ? callee.property?.name : callee?.name) ?? '';
};

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral';

/** Whether it is a sentence, or a part of one that is put together by `+`. */
const isSentence = (path: NodePath): boolean => {
  const { node, parent, parentPath } = path;
  if (parentPath && parent?.type === 'BinaryExpression') return isSentence(parentPath);
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
        isText(path.node) && isSentence(path) ? 'A sentence for people.' : undefined,
    },
  },
];
