import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { DomainError, ErrorKind } from '#domain/shared/errors.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { sensitivePermissions } from '#domain/shared/permissions.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

/** A refusal that an endpoint may answer with: what the document says of it. */
export interface ErrorClass {
  readonly kind: ErrorKind;
  readonly code: string;
  new (...given: never[]): DomainError;
}

/** The input of a handler: everything decoded, checked, and allowed. */
export interface Decoded<Context, Params, Query, Body> {
  readonly context: Context;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The version that `If-Match` names; 0 where the endpoint takes none. */
  readonly version: SeenVersion;
}

/** How an endpoint takes a stream: it answers one of the same media type, piece by piece. */
export interface EndpointStream {
  readonly mediaType: string;
  /** Asks for more of the body once what it answered was taken. */
  readonly answer: (
    context: RequestContext,
    body: AsyncIterable<Uint8Array>,
  ) => AsyncGenerator<string>;
}

interface Shape<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  View extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters as OpenAPI writes them: `/v1/customers/{customerId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Reads the body, where it is not strict JSON of one media type: what `body` then decodes. */
  readonly readBody?: (request: Request, response: Response) => Promise<unknown>;
  /** Answers a body of another media type, which may be of any length, while it comes. */
  readonly stream?: EndpointStream;
  /** Whether a request without a body is one with an empty object. */
  readonly isBodyOptional?: true;
  /** The schema of its response; none means 204. */
  readonly view?: View;
  /** The media type of the file that it answers with; its view is `fileWire`. */
  readonly file?: 'application/pdf';
  /** 201 for what was created; 200 or 204 otherwise. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Whether what it answers 202 for is done already: it answers 200 then. */
  isDone?(view: z.output<View>): boolean;
  /**
   * Answers an `ETag` of the view's version: `of-all` that the view shows, so that `304` answers a
   * matching `If-None-Match`, or `of-changes` where it also shows what raises no version.
   */
  readonly etag?: 'of-all' | 'of-changes';
  /** Under `of-all`: whether a version stands for all that this view shows. Of any where absent. */
  isFixed?(view: z.output<View>): boolean;
  /** Takes `If-Match`: 428 without it, 412 when it is stale. */
  readonly ifMatch?: boolean;
  /** Shows what another endpoint would do, or checks: it writes nothing, and takes no key. */
  readonly isPreview?: true;
  /** Where what was created is found: the path that `Location` names, before its id. */
  readonly location?: string;
  /** The parameter of a list that takes the cursor, where that is not `cursor`. */
  readonly cursorIn?: 'after';
  readonly errors?: readonly ErrorClass[];
  /** Hands out a refresh token or takes one, which a browser may keep in a cookie. */
  readonly session?: 'begins' | 'renews' | 'ends';
}

/** An endpoint for members of a tenant, as its controller writes it. */
export interface GuardedShape<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  View extends z.ZodType,
> extends Shape<Params, Query, Body, View> {
  /** The use case's own: `createCustomer.permission`. */
  readonly permission: Permission;
  readonly handle: (
    request: Decoded<RequestContext, z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.output<View>>;
}

/** An endpoint for anyone, as its controller writes it. */
export interface OpenShape<Params extends z.ZodType, Body extends z.ZodType, View extends z.ZodType>
  extends Shape<Params, z.ZodNever, Body, View> {
  readonly handle: (
    request: Decoded<AnonymousContext, z.output<Params>, unknown, z.output<Body>>,
  ) => Promise<z.output<View>>;
}

/**
 * An endpoint is data: the router, the guards, the OpenAPI document and the tests that walk all
 * endpoints are made from it. `permission` is null where anyone may call.
 */
export interface Endpoint extends Shape<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  readonly permission: Permission | null;
  readonly handle: (request: Decoded<never, never, never, never>) => Promise<unknown>;
}

/** An endpoint for members of a tenant. */
export const endpoint = <
  View extends z.ZodType = z.ZodVoid,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  shape: GuardedShape<Params, Query, Body, View>,
): Endpoint => shape;

/** An endpoint for anyone. */
export const openEndpoint = <
  View extends z.ZodType = z.ZodVoid,
  Params extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  shape: OpenShape<Params, Body, View>,
): Endpoint => ({ ...shape, permission: null });

/**
 * Whether a request of the endpoint may carry an `Idempotency-Key`. Ways in and one's own account
 * take none: their input holds a password or a token, of which nothing may be stored, and what
 * they respond is good for the moment that it was given in. Previews write nothing.
 */
export const takesIdempotencyKey = ({ method, permission, isPreview }: Endpoint): boolean =>
  method === 'post' && permission !== null && permission !== 'account:manage' && isPreview !== true;

/** Whether the caller must hold the permission now, not only by their token. */
export const asksForNow = ({ method, permission }: Endpoint): boolean =>
  method !== 'get' && permission !== null && sensitivePermissions.has(permission);
