/** The token of a link in a mail: `#token=…`. What follows `#` is sent to no server. */
export const tokenInUrl = (): string =>
  new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
