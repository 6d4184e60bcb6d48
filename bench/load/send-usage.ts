import { EventDraw, eventSource, eventType } from '../shared/usage-events.ts';
import { converse } from './connection.ts';
import { quantileOf } from './steady.ts';
import type { SendingTenant, UsageOutcome, UsagePlan, UsageReport } from './usage-plan.ts';

// A process of its own: told its plan by its parent, it sends events as fast as they are answered.

const draw = new EventDraw(Date.now().toString(36));
let turn = 0;

const requestOf = ({ token, customerIds }: SendingTenant, count: number): string => {
  const events: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id, time, data } = draw.next();
    const customer = customerIds[(turn * 7 + index) % customerIds.length] ?? '';
    events.push(
      `{"id":"${id}","source":"${eventSource}","type":"${eventType}","time":"${time}",` +
        `"customerId":"${customer}","data":${data}}`,
    );
  }
  turn += 1;
  const body = `{"events":[${events.join(',')}]}`;
  return (
    'POST /v1/usage-events HTTP/1.1\r\nHost: 127.0.0.1\r\n' +
    `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
};

const send = async (plan: UsagePlan): Promise<UsageOutcome> => {
  const { tenants, eventsEach } = plan;
  const measuresFrom = performance.now() + plan.warmSeconds * 1000;
  const endsAt = measuresFrom + plan.seconds * 1000;
  const took: number[] = [];
  let [accepted, measured] = [0, 0];
  let complaint: string | null = null;
  const talk = (place: number): Promise<void> => {
    let round = place;
    const next = (): string => {
      const tenant = tenants[round % tenants.length];
      round += 1;
      if (tenant === undefined) throw new Error('There are no tenants.');
      return requestOf(tenant, eventsEach);
    };
    let sentAt = performance.now();
    return converse(plan.port, next(), (status, _head, body) => {
      const now = performance.now();
      const isAccepted = status === 200 && body().includes(`"accepted":${eventsEach},`);
      if (isAccepted) {
        accepted += eventsEach;
        if (now >= measuresFrom && now < endsAt) {
          measured += eventsEach;
          took.push(now - sentAt);
        }
      } else complaint ??= `${status}: ${body().slice(0, 300)}`;
      if (now >= endsAt || complaint !== null) return undefined;
      const request = next();
      sentAt = performance.now();
      return request;
    });
  };
  const warm = setTimeout(() => tell({ kind: 'measuring' }), plan.warmSeconds * 1000);
  const end = setTimeout(
    () => tell({ kind: 'measured' }),
    (plan.warmSeconds + plan.seconds) * 1000,
  );
  const places = Array.from({ length: plan.connections }, (_, place) => place);
  await Promise.all(places.map(talk)).catch((error: unknown) => {
    complaint ??= String(error);
  });
  clearTimeout(warm);
  clearTimeout(end);
  return { accepted, measured, p50: quantileOf(took, 0.5), p99: quantileOf(took, 0.99), complaint };
};

const tell = (report: UsageReport): void => {
  process.send?.(report);
};

process.once('message', (plan: UsagePlan) => {
  void send(plan).then((outcome) => {
    tell({ kind: 'done', outcome });
    process.disconnect();
  });
});
