/** A JSON Schema of the OpenAPI document, as far as it is read here. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-permission'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** The parts of the OpenAPI document that the panel's types are made of. */
export interface WireDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const notice = '// Made by `npm run docs` from the OpenAPI document. Changes here are lost.\n\n';

/** `panel/wire/operations.ts`: the method, path and permission of each operation, as values. */
export const panelOperations = (document: WireDocument): string => {
  const entries = operationsOf(document).map(([path, method, operation]) => {
    const permission = operation['x-permission'];
    const facts = [
      `method: '${method.toUpperCase()}'`,
      `path: '${path}'`,
      `permission: ${permission === undefined ? 'null' : `'${permission}'`}`,
    ];
    return `  ${operation.operationId}: { ${facts.join(', ')} },\n`;
  });
  return `${notice}/** Every operation of the API. */\nexport const operations = {\n${entries.join('')}} as const;\n`;
};

/** `panel/wire/types.ts`: the shapes that cross the wire, and what each operation takes and gives. */
export const panelTypes = (document: WireDocument): string => {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`,
  );
  const entries = operationsOf(document).map(
    ([, , operation]) => `  readonly ${operation.operationId}: {\n${shapeOf(operation)}  };\n`,
  );
  return `${notice}${schemas.join('\n')}\nexport interface Operations {\n${entries.join('')}}\n`;
};

const operationsOf = ({ paths }: WireDocument) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== undefined)
      .map(([method, operation]) => [path, method, operation] as const),
  );

const shapeOf = ({ parameters = [], requestBody, responses }: Operation): string => {
  const named = (place: string): string => {
    const fields = parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, required }) => `readonly '${name}'${required === true ? '' : '?'}: string`);
    return fields.length === 0 ? 'undefined' : `{ ${fields.join('; ')} }`;
  };
  const takesVersion = parameters.some(({ name }) => name === 'If-Match');
  const done = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  return [
    `    readonly params: ${named('path')};\n`,
    `    readonly query: ${named('query')};\n`,
    `    readonly body: ${bodyOf(requestBody)};\n`,
    `    readonly version: ${takesVersion ? 'number' : 'undefined'};\n`,
    `    readonly result: ${bodyOf(done)};\n`,
  ].join('');
};

const bodyOf = (content: Content | undefined): string => {
  const schema = Object.values(content?.content ?? {})[0]?.schema;
  return schema === undefined ? 'undefined' : typeOf(schema);
};

const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeOf).join(' | ');
  if (typeof schema.type === 'string') return typeNamed(schema.type, schema);
  return schema.type?.map((name) => typeNamed(name, schema)).join(' | ') ?? 'unknown';
};

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : JSON.stringify(value);

const typeNamed = (name: string, schema: Schema): string => {
  switch (name) {
    case 'string':
    case 'boolean':
    case 'null':
      return name;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly (${schema.items === undefined ? 'unknown' : typeOf(schema.items)})[]`;
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
};

const objectType = ({ properties, required = [], additionalProperties }: Schema): string => {
  if (properties === undefined) {
    const values =
      typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `  readonly ${/^\w+$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};\n`,
  );
  return `{\n${fields.join('')}}`;
};
