import { Agent, get } from 'node:http';

/** How long one question took, each time that it was asked, after a few that do not count. */
export interface Asked {
  readonly milliseconds: readonly number[];
  /** How many rows the answer has. */
  readonly found: number;
  /** The fault of the last answer, when it was no 200. */
  readonly complaint?: string;
}

const timesMax = 300;
const timesMin = 3;
const warmTimes = 20;
const secondsMax = 3;

/** Asks one question after another, on one connection. */
export class Asker {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port: number) {
    this.#port = port;
  }

  /** Asks the same until it is known well, or for three seconds. */
  async ask(path: string, token: string): Promise<Asked> {
    const milliseconds: number[] = [];
    let found = 0;
    const endsAt = performance.now() + secondsMax * 1000;
    const isEnough = (times: number): boolean =>
      times >= warmTimes + timesMax || (times >= timesMin && performance.now() > endsAt);
    for (let times = 0; !isEnough(times); times += 1) {
      const beganAt = performance.now();
      const { status, body } = await this.#once(path, token);
      const took = performance.now() - beganAt;
      if (status !== 200) return { milliseconds, found, complaint: `answered ${status}` };
      found = (JSON.parse(body) as { readonly data: readonly unknown[] }).data.length;
      // A slow one is asked so rarely that none may be wasted.
      if (times >= warmTimes || took > 100) milliseconds.push(took);
    }
    return { milliseconds, found };
  }

  #once(path: string, token: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}` };
      const place = { host: '127.0.0.1', port: this.#port, path, headers, agent: this.#agent };
      const asking = get(place, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() });
        });
      });
      asking.once('error', reject);
    });
  }
}
