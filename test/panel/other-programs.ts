// These run in the page, as another program of the person would.

/** Signs in over the API, beside the page's own session. */
const signedIn = `async (password) => {
  const send = (method, path, body, headers) => fetch(path, {
    method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body),
  }).then((response) => response.json());
  const tenantId = location.pathname.split('/')[3];
  const login = { email: 'bill@initech.example', password, tenantId };
  const { accessToken } = await send('POST', '/v1/auth/login', login);
  return (method, path, body, headers) =>
    send(method, path, body, { ...headers, Authorization: 'Bearer ' + accessToken });
}`;

/** Makes another tenant of the person. */
export const foundElsewhere = `async (password) => {
  const send = await (${signedIn})(password);
  await send('POST', '/v1/tenants', { name: 'Elsewhere' });
}`;

/** Changes a customer beside the page. */
export const patchCustomer = `async ([password, customerId, changes]) => {
  const send = await (${signedIn})(password);
  await send('PATCH', '/v1/customers/' + customerId, changes, { 'If-Match': '*' });
}`;
