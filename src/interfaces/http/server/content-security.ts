type Directives = Readonly<Record<string, readonly string[]>>;

/** All that a page of ours may do: what comes from here, and nothing else. */
export const strictPolicy: Directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** The strict policy with some directives replaced, as the header has it (CSP Level 3). */
export const policyText = (replaced: Directives): string =>
  Object.entries({ ...strictPolicy, ...replaced })
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join(';');
