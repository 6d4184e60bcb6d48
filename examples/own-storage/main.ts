import { createBilling } from 'billing-service';
import { memoryStorage } from 'billing-service/storage';
import { remembering } from './remembering-storage.ts';

// Secrets are sealed with this key: 32 bytes, in base64. Yours comes from a vault.
const encryptionKeys = [Buffer.alloc(32, 1).toString('base64')];
const storage = remembering(memoryStorage());

await using billing = await createBilling({ storage, encryptionKeys });
const { tenant } = await billing.signUp({
  tenantName: 'Acme',
  name: 'Ada',
  email: 'ada@acme.example',
  password: 'correct horse battery',
});
const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });

const { id: customerId } = await acme.customers.create({
  name: 'Globex',
  email: 'billing@globex.example',
});
const { version } = await acme.customers.get({ customerId });
await acme.customers.update({ customerId, version, changes: { name: 'Globex Ltd' } });

console.log((await acme.customers.get({ customerId })).name);
const { data } = await acme.events.read({ types: ['customer.created', 'customer.updated'] });
console.log(data.map(({ type }) => type).join(', '));
