import { limitCode } from '../shared/usage-events.ts';
import type { LoadTenant, Plan, Route } from './plan.ts';

const host = 'Host: 127.0.0.1\r\n';

/** Draws requests as they go over the wire: of random tenants, about random customers. */
export class Requests {
  readonly #plan: Plan;
  readonly #routes: readonly Route[];
  readonly #mark = Date.now().toString(36);
  #created = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    const shares = Object.entries(plan.mix) as [Route, number][];
    this.#routes = shares.flatMap(([route, share]) => Array.from({ length: share }, () => route));
  }

  next(): string {
    const tenant = oneOf(this.#plan.tenants);
    switch (oneOf(this.#routes)) {
      case 'get':
        return reading(`/v1/customers/${oneOf(tenant.customerIds)}`, tenant);
      case 'list':
        return reading('/v1/customers?limit=50', tenant);
      case 'search':
        return reading(`/v1/customers?limit=50&search=${oneOf(this.#plan.words)}`, tenant);
      case 'check':
        return checking(oneOf(tenant.customerIds), tenant);
      case 'create':
        return this.#creating(tenant);
      case 'login': {
        const { password } = this.#plan;
        return writing('/v1/auth/login', '', { email: tenant.email, password });
      }
    }
  }

  #creating(tenant: LoadTenant): string {
    this.#created += 1;
    const name = `New Customer ${this.#created}`;
    const email = `new.${this.#mark}.${this.#created}@customer.example`;
    return writing('/v1/customers', authorization(tenant), { name, email });
  }
}

const authorization = ({ token }: LoadTenant): string => `Authorization: Bearer ${token}\r\n`;

const reading = (path: string, tenant: LoadTenant): string =>
  `GET ${path} HTTP/1.1\r\n${host}${authorization(tenant)}\r\n`;

const writing = (path: string, headers: string, body: object): string => {
  const text = JSON.stringify(body);
  const content = `Content-Type: application/json\r\nContent-Length: ${text.length}\r\n`;
  return `POST ${path} HTTP/1.1\r\n${host}${headers}${content}\r\n${text}`;
};

const checking = (customerId: string, tenant: LoadTenant): string => {
  const path = `/v1/customers/${customerId}/entitlements/check`;
  return writing(path, authorization(tenant), { feature: limitCode });
};

const oneOf = <Thing>(things: readonly Thing[]): Thing => {
  const found = things[Math.floor(Math.random() * things.length)];
  if (found === undefined) throw new Error('There is nothing to draw from.');
  return found;
};
