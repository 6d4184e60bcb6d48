/** The page of the thing that an id names, below the tenant; undefined where there is none. */
export const placeOfId = (text: string): string | undefined => {
  const id = /^(?<prefix>[a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}$/.exec(text.trim())?.groups;
  const place = id === undefined ? undefined : places[id['prefix'] ?? ''];
  return place === undefined ? undefined : `${place}/${text.trim()}`;
};

const places: Readonly<Record<string, string>> = {
  cus: 'customers',
  sub: 'subscriptions',
  inv: 'invoices',
  plan: 'plans',
  prod: 'products',
  mtr: 'meters',
  alr: 'usage-alerts',
  whk: 'webhooks',
  dlv: 'deliveries',
};

/** The id of the only one of a list; empty where there are more: a person chooses among those. */
export const onlyOne = (things: readonly { readonly id: string }[]): string =>
  things.length === 1 ? (things[0]?.id ?? '') : '';
