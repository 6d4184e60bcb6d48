import type { RequestListener } from 'node:http';
import type { Express } from 'express';
import type { Response } from 'supertest';
import supertest from 'supertest';
import { afterAll, beforeAll } from 'vitest';
import type { ComposeOptions, Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { AppOptions } from '#interfaces/http/server/app.ts';
import { createApp } from '#interfaces/http/server/app.ts';
import { freshDatabase } from './database.ts';
import { responseFaults } from './openapi.ts';

/** A request as a test states it; headers and body only where they matter. */
export interface Sending {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, as `type` (JSON where nothing is said). */
  readonly raw?: string | Buffer;
  readonly type?: string;
}

export type Method = 'get' | 'post' | 'patch' | 'delete' | 'head' | 'put' | 'options';

/** The app under test: every answer it gives is checked against the OpenAPI document. */
export interface AppUnderTest {
  send(method: Method, path: string, sending?: Sending): Promise<Response>;
  readonly composition: () => Composition;
  /** The app itself, for a server of the test's own. */
  readonly listener: () => RequestListener;
  /** The database of the app, as its owner. */
  readonly url: () => string;
  /** The lines that were logged so far, as they would be written. */
  readonly lines: () => readonly string[];
}

type Storage = 'memory' | 'postgres';
type Options = Partial<Omit<ComposeOptions, 'storage'>> &
  Partial<
    Pick<
      AppOptions,
      | 'isDraining'
      | 'corsOrigins'
      | 'trustProxy'
      | 'ready'
      | 'log'
      | 'observe'
      | 'allowPlainHttp'
      | 'panel'
    >
  >;

/** Opens the app before the tests of the file that calls it, and closes it after them. */
export const appUnderTest = (storage: Storage, options: Options = {}): AppUnderTest => {
  const fresh = storage === 'postgres' ? freshDatabase() : undefined;
  const lines: string[] = [];
  const line = (facts: object, message: string): void => {
    lines.push(JSON.stringify({ ...facts, message }));
  };
  let composition: Composition | undefined;
  let app: Express | undefined;

  beforeAll(async () => {
    composition = await compose({
      storage: fresh === undefined ? 'memory' : { databaseUrl: fresh.url(), poolMax: 5 },
      ...options,
    });
    app = createApp({
      useCases: composition.useCases,
      apiKeyAuthentication: composition.operations.apiKeyAuthentication,
      idempotencyRecords: composition.idempotencyRecords,
      limits: composition.limits,
      ready: composition.ready,
      version: 'test',
      log: { info: line, warn: line, error: line },
      ...options,
      tokens: composition.tokens,
    });
  });
  afterAll(() => composition?.close());

  return {
    send: async (method, path, sending = {}) => {
      if (app === undefined) throw new Error('The app is open only while tests run.');
      const response = await sent(app, method, path, sending);
      const faults = responseFaults(method, path, response);
      if (faults.length > 0) throw new Error(`${method} ${path}: ${faults.join('\n')}`);
      return response;
    },
    composition: () => {
      if (composition === undefined) throw new Error('The app is open only while tests run.');
      return composition;
    },
    listener: () => {
      if (app === undefined) throw new Error('The app is open only while tests run.');
      return app;
    },
    url: () => fresh?.url() ?? '',
    lines: () => lines,
  };
};

const sent = (app: Express, method: Method, path: string, sending: Sending): Promise<Response> => {
  const { token, headers = {}, body, raw, type = 'application/json' } = sending;
  let request = supertest(app)[method](path).redirects(0);
  if (token !== undefined) request = request.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) request = request.set('Content-Type', type).send(JSON.stringify(body));
  if (raw !== undefined) {
    request = request
      .set('Content-Type', type)
      .serialize((given: unknown) => given as string)
      .send(raw as string);
  }
  for (const [name, value] of Object.entries(headers)) request = request.set(name, value);
  return Promise.resolve(request.ok(() => true));
};
