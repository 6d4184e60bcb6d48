import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '#application/webhooks/ports.ts';
import { isPublicAddress } from '#infrastructure/webhooks/public-address.ts';

/** How long an endpoint has for its whole answer. */
const answerWithinMilliseconds = 15_000;

interface Settings {
  /** Lets http and addresses of private networks through: for development. */
  readonly allowPrivate: boolean;
  /** Resolves a name; for tests, in place of DNS. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

/**
 * Sends by Standard Webhooks 1.0. A name is resolved once, each of its addresses is looked at, and
 * the connection goes to one that was: nothing can be put in between (OWASP, SSRF prevention).
 */
export class StandardWebhookSender implements WebhookSender {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  refusal(text: string): string | undefined {
    const { allowPrivate } = this.#settings;
    if (allowPrivate) return undefined;
    const url = new URL(text);
    if (url.protocol !== 'https:') return 'It must be https, so that nobody reads along.';
    const host = bareHost(url);
    if (isIP(host) === 0 || isPublicAddress(host)) return undefined;
    return 'It must not lead into a private network.';
  }

  async send(message: WebhookMessage): Promise<WebhookAnswer> {
    const refusal = this.refusal(message.url);
    if (refusal !== undefined) return { responseStatus: null, error: refusal };
    try {
      const url = new URL(message.url);
      const address = await this.#addressOf(bareHost(url));
      return { responseStatus: await post(url, address, message), error: null };
    } catch (error) {
      return { responseStatus: null, error: told(error) };
    }
  }

  async #addressOf(host: string): Promise<LookupAddress> {
    const { allowPrivate, resolve = resolveAll } = this.#settings;
    const family = isIP(host);
    const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
    const [first] = addresses;
    if (first === undefined) throw new Error('The name has no address.');
    // One bad address among good ones is an attack as well.
    if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
      throw new Error('The name leads into a private network.');
    }
    return first;
  }
}

const resolveAll = (name: string): Promise<readonly LookupAddress[]> => lookup(name, { all: true });

const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** `v1,<base64>` for each secret, over id, time and body. */
const signatureOf = ({ id, secrets, sentAt, body }: WebhookMessage): string => {
  const signed = `${id}.${Math.floor(sentAt / 1000)}.${body}`;
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    })
    .join(' ');
};

const post = (url: URL, address: LookupAddress, message: WebhookMessage): Promise<number> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      // The name stays in Host and in the certificate; the connection goes where we looked.
      lookup: (_name, wanted, done) => {
        if (wanted.all === true) done(null, [address]);
        else done(null, address.address, address.family);
      },
      signal: AbortSignal.timeout(answerWithinMilliseconds),
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(message.body),
        'User-Agent': 'billing-service-webhooks/1',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(message.sentAt / 1000)),
        'webhook-signature': signatureOf(message),
      },
    };
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sending = open(url, options, (answer) => {
      // What it says does not matter, only that it answered; nobody makes us read for ever.
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(message.body);
  });

// What our own network looks like from inside is not for whoever reads the log of deliveries.
const told = (error: unknown): string => {
  if (!(error instanceof Error)) return 'It could not be reached.';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return `It did not answer within ${answerWithinMilliseconds / 1000} s.`;
  }
  const code = 'code' in error ? String(error.code) : undefined;
  return code === undefined ? error.message : `It could not be reached: ${code}.`;
};
