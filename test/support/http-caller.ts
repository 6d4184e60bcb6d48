/** An answer over HTTP: its status, its headers, and its body as JSON. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Calls a server that is a process of its own; a POST where there is a body. */
export const call = async <Body = Record<string, unknown>>(
  url: string,
  { token, body }: { readonly token?: string; readonly body?: object } = {},
): Promise<Answer<Body>> => {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Body,
  };
};

/** Founds a tenant; gives the token of its ADMIN. */
export const createTenant = async (url: string, email: string): Promise<string> => {
  const body = { tenantName: 'Acme', name: 'Ada', email, password: 'correct horse' };
  const { status, body: entered } = await call<{ accessToken: string }>(`${url}/v1/auth/signup`, {
    body,
  });
  if (status !== 201) throw new Error(`The sign-up was answered ${status}.`);
  return entered.accessToken;
};
