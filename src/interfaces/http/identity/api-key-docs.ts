import type { OperationDocs } from '#interfaces/http/module.ts';

/** The document's text about API keys. */
export const apiKeyDocs: OperationDocs = {
  listApiKeys: { description: 'Lists the keys of machines, without their secrets.' },
  createApiKey: {
    description:
      'Makes a key for a machine and tells its token, this once. A key can do no more than who ' +
      'makes it.',
    body: { name: 'CRM', permissions: ['customers:read', 'events:read'] },
  },
  getApiKey: { description: 'Shows what a key may do, and when it was last used.' },
  updateApiKey: {
    description: 'Gives a key another name. What it may do stays as it is.',
    body: { name: 'The new CRM' },
  },
  rotateApiKey: {
    description: 'Makes a key that may do the same, while the old one goes on for a while.',
    body: { overlapSeconds: 3600 },
  },
  revokeApiKey: { description: 'Ends a key: the next request with it is refused.' },
};
