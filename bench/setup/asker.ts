import { Agent, get } from 'node:http';

/** How long one question took, each time that it was asked, after a few that do not count. */
export interface Asked {
  readonly milliseconds: readonly number[];
  /** How many rows the answer has. */
  readonly found: number;
  /** The fault of the last answer, when it was no 200. */
  readonly complaint?: string;
}

/** How often a question is asked. */
export interface Patience {
  /** Those at the beginning that do not count: the process compiles what it has not done before. */
  readonly warmTimes: number;
  readonly times: number;
  /** By then it is enough, however often it was asked. */
  readonly seconds: number;
}

const timesMin = 3;
const usual: Patience = { warmTimes: 20, times: 300, seconds: 3 };

/** Asks one question after another, on one connection. */
export class Asker {
  readonly #port: number;
  readonly #patience: Patience;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port: number, patience: Patience = usual) {
    this.#port = port;
    this.#patience = patience;
  }

  /** Asks the same until it is known well, or for as long as patience lasts. */
  async ask(path: string, token: string): Promise<Asked> {
    const { warmTimes, times: counted, seconds } = this.#patience;
    const milliseconds: number[] = [];
    let found = 0;
    const endsAt = performance.now() + seconds * 1000;
    const isEnough = (times: number): boolean =>
      times >= warmTimes + counted || (times >= timesMin && performance.now() > endsAt);
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
