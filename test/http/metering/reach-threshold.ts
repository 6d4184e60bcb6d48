import type { Shop } from '../shop.ts';

/** Makes an alert that is reached, changed and deleted. */
export const reachThreshold = async (
  { send, customerId }: Shop,
  untilTold: () => Promise<void>,
): Promise<void> => {
  const calls = { code: 'alerts', name: 'Calls', eventType: 'alerted', aggregation: 'count' };
  const { body: meter } = await send('post', '/v1/meters', calls);
  const alert = { name: 'Calls', measure: 'quantity', meterId: meter.id, thresholds: ['1'] };
  const { body: made } = await send('post', '/v1/usage-alerts', alert);
  const path = `/v1/usage-alerts/${made.id}`;
  await send('patch', path, { thresholds: ['1', '2'] }, '*');
  const event = { id: 'alerted', type: 'alerted', customerId, data: {} };
  await send('post', '/v1/usage-events', { events: [event] });
  await untilTold();
  await send('delete', path, undefined, '*');
};
