import { converse } from './connection.ts';
import type { Outcome, Plan, Report } from './plan.ts';
import { Requests } from './requests.ts';

// A process of its own: told its plan by its parent, and telling what it saw.

const generate = async (plan: Plan): Promise<Outcome> => {
  const requests = new Requests(plan);
  const samples = new Samples();
  const measuresFrom = performance.now() + plan.warmSeconds * 1000;
  const endsAt = measuresFrom + plan.seconds * 1000;
  let refused = 0;
  let complaint: string | null = null;
  const talk = (port: number): Promise<void> => {
    let sentAt = performance.now();
    return converse(port, requests.next(), (status, _head, body) => {
      const now = performance.now();
      if (status < 200 || status > 299) {
        refused += 1;
        complaint ??= `${status}: ${body()}`;
      } else if (now >= measuresFrom && now < endsAt) samples.add(now - sentAt);
      if (now >= endsAt) return undefined;
      sentAt = performance.now();
      return requests.next();
    });
  };
  const warm = setTimeout(() => tell({ kind: 'measuring' }), plan.warmSeconds * 1000);
  const places = Array.from({ length: plan.connections }, (_, place) => place);
  const portOf = (place: number): number => plan.ports[place % plan.ports.length] ?? 0;
  await Promise.all(places.map((place) => talk(portOf(place)))).catch((error: unknown) => {
    complaint ??= String(error);
    refused += 1;
  });
  clearTimeout(warm);
  return { ...samples.summary(), seconds: plan.seconds, refused, complaint };
};

/** Milliseconds that requests took. */
class Samples {
  #values = new Float64Array(1 << 16);
  #count = 0;

  add(milliseconds: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = milliseconds;
    this.#count += 1;
  }

  summary(): { requests: number; p50: number; p99: number } {
    const sorted = this.#values.slice(0, this.#count).sort();
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { requests: this.#count, p50: at(0.5), p99: at(0.99) };
  }
}

const tell = (report: Report): void => {
  process.send?.(report);
};

process.once('message', (plan: Plan) => {
  void generate(plan).then((outcome) => {
    tell({ kind: 'done', outcome });
    process.disconnect();
    process.exitCode = 0;
  });
});
