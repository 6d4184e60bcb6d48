import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Response } from 'supertest';

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, unknown>> }>>;
}

interface Document {
  readonly webhooks: Readonly<Record<string, object>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The document as it is committed; a test compares it with the one that is generated. */
export const committedDocument = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(committedDocument, 'openapi.json');
const validators = new Map<string, ValidateFunction>();

/**
 * Faults of an answer by the document: a status that it does not know, another media type,
 * a body of another shape. Paths that it does not have are not its business, but any refusal is
 * still a problem.
 */
export const responseFaults = (
  method: string,
  path: string,
  answer: Response,
): readonly string[] => {
  const found = operationOf(method === 'head' ? 'get' : method, path);
  const status = String(answer.status);
  const mediaType = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (answer.status >= 500 && status !== '503') return [`${status} ${answer.text}`];
  if (found === undefined || status === '405') {
    const isProblem = answer.status < 400 || mediaType === 'application/problem+json';
    return isProblem ? [] : [`${status} is no problem but ${mediaType}`];
  }
  const [template, operation] = found;
  const declared = operation.responses[status];
  if (declared === undefined) return [`${status} is not declared: ${answer.text}`];
  if (declared.content === undefined || method === 'head') return [];
  if (!(mediaType in declared.content)) return [`${mediaType} is not declared for ${status}`];
  // The document says of a file that it is one, and no more.
  if (!mediaType.endsWith('json')) return [];
  const pointer = ['paths', template, method, 'responses', status, 'content', mediaType, 'schema'];
  const validate = validatorAt(`#/${pointer.map(escapePointer).join('/')}`);
  if (validate(JSON.parse(answer.text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** Faults of the body of a webhook by the document. */
export const webhookFaults = (body: string): readonly string[] => {
  const payload = JSON.parse(body) as { readonly type: string };
  if (committedDocument.webhooks[payload.type] === undefined) return [`${payload.type} is unknown`];
  const pointer = ['webhooks', payload.type, 'post', 'requestBody', 'content'];
  const validate = validatorAt(
    `#/${[...pointer, 'application/json', 'schema'].map(escapePointer).join('/')}`,
  );
  if (validate(payload)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const operationOf = (method: string, path: string): readonly [string, Operation] | undefined => {
  const [plain = ''] = path.split('?');
  for (const [template, operations] of Object.entries(committedDocument.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = operations[method];
    if (pattern.test(plain) && operation !== undefined) return [template, operation];
  }
  return undefined;
};

const validatorAt = (pointer: string): ValidateFunction => {
  const known = validators.get(pointer) ?? ajv.compile({ $ref: `openapi.json${pointer}` });
  validators.set(pointer, known);
  return known;
};

const escapePointer = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
