import type { z } from 'zod';
import type { Page } from '#application/shared/page.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import type { Endpoint, ErrorClass } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { CreatedAtQuery, WithCreatedAt } from '#interfaces/http/wire/wire.ts';
import { asPage, pageWire, withCreatedAt } from '#interfaces/http/wire/wire.ts';

/** The schemas of a plain resource. */
interface Schemas {
  /** One parameter, the id. */
  readonly params: z.ZodObject;
  readonly query: z.ZodType<CreatedAtQuery>;
  readonly input: z.ZodType;
  readonly changes: z.ZodType;
  readonly view: z.ZodType;
}

type Output<S extends Schemas, Name extends keyof Schemas> = z.output<S[Name]>;
type Seen<S extends Schemas> = Output<S, 'params'> & { readonly version: SeenVersion };
type Change<S extends Schemas> = Seen<S> & { readonly changes: Output<S, 'changes'> };

/** A plain resource over HTTP: its words, schemas, use cases and refusals. */
interface PlainResource<S extends Schemas> {
  /** `/v1/products`. */
  readonly path: string;
  /** As operations are called by it: `Product`, of which there are `Products`, */
  readonly name: string;
  /** and in words: `product`. */
  readonly noun: string;
  readonly tag: string;
  readonly schemas: S;
  readonly useCases: {
    readonly list: UseCase<WithCreatedAt<Output<S, 'query'>>, Page<Output<S, 'view'>>>;
    readonly create: UseCase<Output<S, 'input'>, Output<S, 'view'>>;
    readonly get: UseCase<Output<S, 'params'>, Output<S, 'view'>>;
    readonly update: UseCase<Change<S>, Output<S, 'view'>>;
  };
  /** The endpoint that shows one, where that shows more than the others do. */
  readonly shown?: Endpoint;
  /** The use case behind `DELETE`, with its verb and in words. */
  readonly removal: {
    readonly verb: 'delete' | 'archive';
    readonly summary: string;
    readonly useCase: UseCase<Seen<S>, unknown>;
  };
  /** The refusals of each call, beside that of a stale version. */
  readonly errors: {
    readonly notFound: ErrorClass;
    readonly create: readonly ErrorClass[];
    readonly update: readonly ErrorClass[];
    readonly removal: readonly ErrorClass[];
  };
}

/** The endpoints that list, create, show, change and remove a plain resource. */
export const resourceEndpoints = <S extends Schemas>(
  resource: PlainResource<S>,
): readonly Endpoint[] => [...collectionEndpoints(resource), ...memberEndpoints(resource)];

const collectionEndpoints = <S extends Schemas>(
  resource: PlainResource<S>,
): readonly Endpoint[] => {
  const { path, tag, name, noun, useCases, schemas, errors } = resource;
  const { query: listQuery, input, view } = schemas;
  return [
    endpoint<ReturnType<typeof pageWire<S['view']>>, z.ZodUndefined, S['query']>({
      method: 'get',
      path,
      operationId: `list${name}s`,
      summary: `List ${noun}s, newest first`,
      tag,
      permission: useCases.list.permission,
      query: listQuery,
      view: pageWire(view, `${name}Page`),
      handle: async ({ context, query }) =>
        asPage(await useCases.list.execute(context, withCreatedAt(query))),
    }),
    endpoint<S['view'], z.ZodUndefined, z.ZodUndefined, S['input']>({
      method: 'post',
      path,
      operationId: `create${name}`,
      summary: `Create a ${noun}`,
      tag,
      permission: useCases.create.permission,
      body: input,
      view,
      status: 201,
      etag: 'of-all',
      location: path,
      errors: errors.create,
      handle: ({ context, body }) => useCases.create.execute(context, body),
    }),
  ];
};

const memberPath = <S extends Schemas>({ path, schemas }: PlainResource<S>): string =>
  `${path}/{${Object.keys(schemas.params.shape).join()}}`;

const showEndpoint = <S extends Schemas>(resource: PlainResource<S>): Endpoint => {
  const { tag, name, noun, schemas, useCases, errors } = resource;
  return endpoint<S['view'], S['params']>({
    method: 'get',
    path: memberPath(resource),
    operationId: `get${name}`,
    summary: `Show a ${noun}`,
    tag,
    permission: useCases.get.permission,
    params: schemas.params,
    view: schemas.view,
    etag: 'of-all',
    errors: [errors.notFound],
    handle: ({ context, params }) => useCases.get.execute(context, params),
  });
};

const memberEndpoints = <S extends Schemas>(resource: PlainResource<S>): readonly Endpoint[] => {
  const { tag, name, noun, schemas, useCases, removal, errors } = resource;
  const { params, changes: changesWire, view } = schemas;
  const path = memberPath(resource);
  return [
    resource.shown ?? showEndpoint(resource),
    endpoint<S['view'], S['params'], z.ZodUndefined, S['changes']>({
      method: 'patch',
      path,
      operationId: `update${name}`,
      summary: `Change a ${noun}`,
      tag,
      permission: useCases.update.permission,
      params,
      body: changesWire,
      view,
      etag: 'of-all',
      ifMatch: true,
      errors: [errors.notFound, VersionMismatch, ...errors.update],
      handle: ({ context, params: one, version, body: changes }) =>
        useCases.update.execute(context, { ...one, version, changes }),
    }),
    endpoint<z.ZodVoid, S['params']>({
      method: 'delete',
      path,
      operationId: `${removal.verb}${name}`,
      summary: removal.summary,
      tag,
      permission: removal.useCase.permission,
      params,
      ifMatch: true,
      errors: [errors.notFound, VersionMismatch, ...errors.removal],
      handle: async ({ context, params: one, version }) => {
        await removal.useCase.execute(context, { ...one, version });
      },
    }),
  ];
};
