import { openMemoryStorage, storageContracts } from 'billing-service/testing';
import { remembering } from './remembering-storage.ts';

// Every law of every port, over our own adapter.
storageContracts('remembering', async () => {
  const memory = await openMemoryStorage();
  return { ...memory, ...remembering(memory), close: memory.close };
});
