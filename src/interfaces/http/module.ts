import type { z } from 'zod';
import type { IdPrefix } from '#domain/shared/ids.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';

/** The text about an operation in the OpenAPI document. */
export interface OperationDoc {
  /** Its effect and the consequences, for whoever never called it. */
  readonly description: string;
  /** Values of path parameters that are no ids. */
  readonly path?: Readonly<Record<string, string>>;
  /** A query that is worth showing. */
  readonly query?: Readonly<Record<string, string>>;
  /** A body that is accepted. `test/http/document/examples.test.ts` sends it. */
  readonly body?: object;
}

/** By the operation's id. */
export type OperationDocs = Readonly<Record<string, OperationDoc>>;

/** The subject of an event: its id, and its views before and after. */
export interface Subject {
  readonly prefix: IdPrefix;
  readonly snapshot: z.ZodType;
}

/** The text about an event in the document, and the change of its subject. */
export type EventDoc = readonly [
  summary: string,
  subject: Subject,
  change: 'made' | 'changed' | 'made_or_changed' | 'gone',
];

/** The part of a module over HTTP. The router and the document are made of all of them. */
export interface HttpModule<UseCases, EventType extends string = never> {
  /** One group of operations after the other; the first names the chapter. */
  readonly endpoints: (useCases: UseCases) => readonly Endpoint[];
  readonly operations: OperationDocs;
  /** Of every public event of the module. */
  readonly events: Readonly<Record<EventType, EventDoc>>;
}

/** An id as examples have it. */
export const exampleId = (prefix: IdPrefix): string => `${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`;
