import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { uuidIn } from '../shared/public-ids.ts';
import { AccessTokens } from './access-tokens.ts';
import { Customers } from './customers.ts';
import { signIn } from './entrance.ts';
import { storeEvent } from './usage-event.ts';

// The least that can answer these routes in Node: what the product costs is measured from here.
const env = process.env;
const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: 10 });
const tokens = new AccessTokens(env['PUBLIC_JWK'] ?? '');
const customers = new Customers(pool);

type HttpResponse = readonly [status: number, body: object];
const refused = (status: number): HttpResponse => [status, { status }];

const answer = async (request: IncomingMessage): Promise<HttpResponse> => {
  const { method, url = '' } = request;
  if (method === 'POST' && url === '/v1/auth/login') return logIn(request);
  const tenant = tokens.tenantIn(request.headers.authorization);
  const tenantId = tenant && uuidIn('ten', tenant);
  if (tenantId === undefined) return refused(401);
  if (method === 'POST' && url === '/v1/customers') return create(tenantId, request);
  if (method === 'POST' && url === '/v1/usage-events') return record(tenantId, request);
  if (method === 'GET' && url.startsWith('/v1/customers?')) return list(tenantId, url);
  if (method === 'GET' && url.startsWith('/v1/customers/')) return show(tenantId, url);
  return refused(404);
};

const show = async (tenantId: string, url: string): Promise<HttpResponse> => {
  const id = uuidIn('cus', url.slice('/v1/customers/'.length));
  const found = id && (await customers.find(tenantId, id));
  return found === undefined || found === '' ? refused(404) : [200, found];
};

const list = async (tenantId: string, url: string): Promise<HttpResponse> => {
  const query = new URLSearchParams(url.slice(url.indexOf('?')));
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return refused(400);
  return [200, await customers.list(tenantId, limit, query.get('search'))];
};

const create = async (tenantId: string, request: IncomingMessage): Promise<HttpResponse> => {
  const { name, email } = await bodyOf(request);
  if (typeof name !== 'string' || name === '') return refused(400);
  if (typeof email !== 'string' || !email.includes('@')) return refused(400);
  const created = await customers.create(tenantId, name, email);
  return created === undefined ? refused(409) : [201, created];
};

const record = async (tenantId: string, request: IncomingMessage): Promise<HttpResponse> => {
  const { events } = await bodyOf(request);
  const [event] = Array.isArray(events) ? (events as readonly unknown[]) : [];
  const isStored = await storeEvent(pool, tenantId, event);
  return isStored ? [200, { results: [], accepted: 1, duplicates: 0, refused: 0 }] : refused(400);
};

const logIn = async (request: IncomingMessage): Promise<HttpResponse> => {
  const { email, password } = await bodyOf(request);
  if (typeof email !== 'string' || typeof password !== 'string') return refused(400);
  const signedIn = await signIn(pool, tokens, { email, password });
  return signedIn === undefined ? refused(401) : [200, signedIn];
};

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
};

const headers = { 'Content-Type': 'application/json; charset=utf-8' };

const send = (response: ServerResponse, [status, body]: HttpResponse): void => {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
};

createServer((request, response) => {
  answer(request).then(
    (found) => send(response, found),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      send(response, refused(500));
    },
  );
}).listen(Number(env['PORT']), '127.0.0.1');
