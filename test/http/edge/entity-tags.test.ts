import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newEmail, signUp } from '../world.ts';

const app = appUnderTest('memory');
let admin: Caller;
beforeAll(async () => {
  admin = await signUp(app);
});

/** A customer of version 4. */
const changedThrice = async (): Promise<string> => {
  const { token } = admin;
  const body = { name: 'First', email: newEmail() };
  const made = await app.send('post', '/v1/customers', { token, body });
  const path = `/v1/customers/${made.body.id}`;
  for (const version of [1, 2, 3]) {
    const headers = { 'If-Match': `"${version}"` };
    await app.send('patch', path, { token, headers, body: { name: `Name ${version}` } });
  }
  return path;
};

const changing = async (path: string, ifMatch: string) => {
  const headers = { 'If-Match': ifMatch };
  return app.send('patch', path, { token: admin.token, headers, body: { name: 'Changed' } });
};

describe('If-Match', () => {
  test.each([
    ['the tag', '"4"'],
    ['whatever there is', '*'],
    ['whatever there is, between spaces', '  * '],
    ['one tag of several', '"2", "4"'],
    ['one tag of several without spaces', '"4","5"'],
    ['one tag between empty entries', ', "4" ,,'],
    ['one tag beside what others gave out', '"abc", "04", "4"'],
    ['a tag that a proxy made weak', 'W/"4"'],
    ['a tag that names its packing, by Apache', '"4-gzip"'],
    ['a tag that names its packing, by Jetty', '"4--gzip"'],
    ['a tag that names another packing', 'W/"4-br"'],
    ['a tag that names its packing, otherwise', '"4;gzip"'],
  ])('that names %s lets the change through: %s', async (_, ifMatch) => {
    const path = await changedThrice();

    const response = await changing(path, ifMatch);

    expect([response.status, response.body.version, response.headers['etag']]).toEqual([
      200,
      5,
      '"5"',
    ]);
  });

  test.each([
    ['another version', '"3"'],
    ['other versions', '"1", W/"2", "3-gzip"'],
    ['a version too large to be one', '"9999999999999999"'],
  ])('that names %s changes nothing, and says that it is stale: %s', async (_, ifMatch) => {
    const path = await changedThrice();

    const response = await changing(path, ifMatch);

    expect([response.status, response.body.code]).toEqual([412, 'version_mismatch']);
    expect((await app.send('get', path, { token: admin.token })).body.version).toBe(4);
  });

  test.each([
    ['a bare number', '4'],
    ['a version with zeros in front', '"04"'],
    ['a tag that is not closed', '"4'],
    ['a tag in other quotes', "'4'"],
    ['a small w', 'w/"4"'],
    ['a star among tags', '*, "4"'],
    ['two tags without a comma', '"4" "5"'],
    ['nothing', ','],
    ['a tag that we never gave out', '"abc"'],
    ['a packing that there is none of', '"4-sausage"'],
    ['a space in a tag', '"4 "'],
  ])('that is %s is malformed, not stale: %s', async (_, ifMatch) => {
    const path = await changedThrice();

    const response = await changing(path, ifMatch);

    expect([response.status, response.body.code]).toEqual([400, 'malformed_entity_tag']);
    expect(response.body.detail).toContain('If-Match');
    expect((await app.send('get', path, { token: admin.token })).body.version).toBe(4);
  });

  test('of several lines is one list', async () => {
    const path = await changedThrice();
    const server = createServer(app.listener());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const status = await new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${admin.token}`, 'If-Match': ['"3"', '"4"'] };
      request({ port, path, method: 'DELETE', headers }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });

    server.closeAllConnections();
    server.close();
    expect(status).toBe(204);
  });

  test('of whatever there is does not find what there is not', async () => {
    const response = await changing('/v1/customers/cus_01jd4x7h2cf5prw8mzk0qv9tns', '*');

    expect(response.status).toBe(404);
  });
});
