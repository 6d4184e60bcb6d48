import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import type { RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '#application/webhooks/ports.ts';
import { isPublicAddress, isPublicName } from '#infrastructure/webhooks/public-address.ts';
import type { ResolveName } from '#infrastructure/webhooks/resolve-name.ts';
import { resolveAnyName, resolvePublicName } from '#infrastructure/webhooks/resolve-name.ts';

interface Settings {
  /** Lets http and addresses of private networks through: for development. */
  readonly allowPrivate: boolean;
  /** Resolves a name; for tests, in place of DNS. */
  readonly resolve?: ResolveName;
  /** How long a whole attempt may take, from the name to the answer; 15 s. */
  readonly attemptMilliseconds?: number;
  /** How long a name has to lead somewhere, and how long it takes to say that it does not; 5 s. */
  readonly resolveMilliseconds?: number;
}

/**
 * Sends by Standard Webhooks 1.0. A name is resolved once, each of its addresses is looked at, and
 * the connection goes to one that was: nothing can be put in between (OWASP, SSRF prevention).
 *
 * Who reads the log of deliveries learns nothing of the network that we stand in: a name that is
 * not there, one that leads inside and one that cannot be asked for are told alike, and after the
 * same time.
 */
export class StandardWebhookSender implements WebhookSender {
  readonly #settings: Required<Settings>;

  constructor(settings: Settings) {
    const { allowPrivate } = settings;
    const resolve = allowPrivate ? resolveAnyName : resolvePublicName();
    const limits = { attemptMilliseconds: 15_000, resolveMilliseconds: 5_000 };
    this.#settings = { resolve, ...limits, ...settings };
  }

  refusal(text: string): string | undefined {
    const { allowPrivate } = this.#settings;
    if (allowPrivate) return undefined;
    const url = new URL(text);
    if (url.protocol !== 'https:') return 'It must be https, so that nobody reads along.';
    const host = bareHost(url);
    const isPublic = isIP(host) === 0 ? isPublicName(host) : isPublicAddress(host);
    return isPublic ? undefined : 'It must not lead into a private network.';
  }

  async send(message: WebhookMessage): Promise<WebhookAnswer> {
    const refusal = this.refusal(message.url);
    if (refusal !== undefined) return { responseStatus: null, error: refusal };
    const { attemptMilliseconds } = this.#settings;
    const signal = AbortSignal.timeout(attemptMilliseconds);
    try {
      const url = new URL(message.url);
      const address = await this.#addressOf(bareHost(url), signal);
      if (address === undefined) return { responseStatus: null, error: leadsNowhere };
      return { responseStatus: await post(url, address, message, signal), error: null };
    } catch (error) {
      const told = signal.aborted
        ? `It did not answer within ${attemptMilliseconds / 1000} s.`
        : reasonOf(error);
      return { responseStatus: null, error: told };
    }
  }

  /** Undefined only after `resolveMilliseconds`, whatever the reason, but in development. */
  async #addressOf(host: string, attempt: AbortSignal): Promise<LookupAddress | undefined> {
    const family = isIP(host);
    if (family !== 0) return { address: host, family };
    const { allowPrivate, resolveMilliseconds } = this.#settings;
    const found = new AbortController();
    const signal = AbortSignal.any([attempt, found.signal]);
    const end = delay(resolveMilliseconds, undefined, { signal }).catch(() => undefined);
    try {
      const resolved = this.#usableAddress(host, signal);
      const address = await Promise.race([resolved, end]);
      return address ?? (allowPrivate ? undefined : await end);
    } finally {
      found.abort();
    }
  }

  async #usableAddress(host: string, signal: AbortSignal): Promise<LookupAddress | undefined> {
    const { allowPrivate, resolve } = this.#settings;
    const addresses = await resolve(host, signal).catch(() => []);
    // One bad address among good ones is an attack as well.
    const areFit = allowPrivate || addresses.every(({ address }) => isPublicAddress(address));
    return areFit ? addresses[0] : undefined;
  }
}

const leadsNowhere = 'The name leads to no address that webhooks are sent to.';

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

const post = (
  url: URL,
  address: LookupAddress,
  message: WebhookMessage,
  signal: AbortSignal,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      // The name stays in Host and in the certificate; the connection goes where we looked.
      lookup: (_name, wanted, done) => {
        if (wanted.all === true) done(null, [address]);
        else done(null, address.address, address.family);
      },
      signal,
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

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? 'It could not be reached.' : `It could not be reached: ${code}.`;
};
