import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  WebhookMessage,
  WebhookResponse,
  WebhookSender,
} from '#application/webhooks/ports.ts';
import { isPublicAddress, isPublicName } from '#infrastructure/webhooks/public-address.ts';
import type { ResolveName } from '#infrastructure/webhooks/resolve-name.ts';
import { resolveAnyName, resolvePublicName } from '#infrastructure/webhooks/resolve-name.ts';

interface Settings {
  /** Lets http and addresses of private networks through: for development. */
  readonly allowPrivate: boolean;
  /** Resolves a name; for tests, in place of DNS. */
  readonly resolve?: ResolveName;
  /** How long a whole attempt may take, from the name to the response; 15 s. */
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

  async send(message: WebhookMessage): Promise<WebhookResponse> {
    const refusal = this.refusal(message.url);
    if (refusal !== undefined) return { responseStatus: null, error: refusal };
    const { attemptMilliseconds } = this.#settings;
    const signal = AbortSignal.timeout(attemptMilliseconds);
    try {
      const url = new URL(message.url);
      const addresses = await this.#addressesOf(bareHost(url), signal);
      if (addresses === undefined) return { responseStatus: null, error: leadsNowhere };
      // All of them have half of the time to take the connection; the last has what is left.
      const connectMilliseconds = attemptMilliseconds / 2 / addresses.length;
      return await post(url, { addresses, connectMilliseconds }, message, signal);
    } catch (error) {
      const told = signal.aborted
        ? `It did not answer within ${attemptMilliseconds / 1000} s.`
        : reasonOf(error);
      return { responseStatus: null, error: told };
    }
  }

  /** Undefined only after `resolveMilliseconds`, whatever the reason, but in development. */
  async #addressesOf(host: string, attempt: AbortSignal): Promise<Addresses | undefined> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    const { allowPrivate, resolveMilliseconds } = this.#settings;
    const found = new AbortController();
    const signal = AbortSignal.any([attempt, found.signal]);
    const end = delay(resolveMilliseconds, undefined, { signal }).catch(() => undefined);
    try {
      const resolved = this.#usableAddresses(host, signal);
      const addresses = await Promise.race([resolved, end]);
      return addresses ?? (allowPrivate ? undefined : await end);
    } finally {
      found.abort();
    }
  }

  async #usableAddresses(host: string, signal: AbortSignal): Promise<Addresses | undefined> {
    const { allowPrivate, resolve } = this.#settings;
    const addresses = await resolve(host, signal).catch(() => []);
    // One bad address among good ones is an attack as well.
    const areFit = allowPrivate || addresses.every(({ address }) => isPublicAddress(address));
    return areFit && addresses.length > 0 ? addresses.slice(0, addressesMax) : undefined;
  }
}

/** One at least. */
type Addresses = readonly LookupAddress[];

// So that each has time enough to respond.
const addressesMax = 8;

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

/** Where to connect, and how long an address may take before the next is tried. */
interface Connecting {
  readonly addresses: Addresses;
  readonly connectMilliseconds: number;
}

/** An option of Node's sockets for several addresses, which the types of a request leave out. */
interface HappyEyeballs {
  readonly autoSelectFamily: boolean;
  readonly autoSelectFamilyAttemptTimeout: number;
}

const post = (
  url: URL,
  { addresses, connectMilliseconds }: Connecting,
  message: WebhookMessage,
  signal: AbortSignal,
): Promise<WebhookResponse> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions & HappyEyeballs = {
      method: 'POST',
      agent: false,
      // The name stays in Host and in the certificate; the connection goes where we looked. Nothing
      // is sent before one is there, so a message goes to one address only.
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: Math.max(connectMillisecondsMin, connectMilliseconds),
      lookup: (_name, _wanted, done) => done(null, [...addresses]),
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
    const sending = open(url, options, (response) => {
      // Whatever comes of the body, there is a response: no error takes it back.
      sending.off('error', reject).on('error', () => undefined);
      const retryAfterSeconds = retryAfterSecondsOf(response);
      const answered = { responseStatus: response.statusCode ?? 0, error: null, retryAfterSeconds };
      void beginningOf(response).then((responseBody) => resolve({ ...answered, responseBody }));
    });
    sending.on('error', reject);
    sending.end(message.body);
  });

/** How a body begins that is text; null where there is none. Nobody makes us read for ever. */
const beginningOf = async (response: IncomingMessage): Promise<string | null> => {
  if (!isText(response)) {
    response.destroy();
    return null;
  }
  const parts: Buffer[] = [];
  const end = setTimeout(() => response.destroy(), bodyMilliseconds);
  try {
    let bytes = 0;
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= bodyBytesMax) break;
    }
  } catch {
    // It broke off, or takes too long: what came is shown.
  } finally {
    clearTimeout(end);
    response.destroy();
  }
  // Half a character at the end is left out.
  const beginning = Buffer.concat(parts).subarray(0, bodyBytesMax);
  const text = new TextDecoder().decode(beginning, { stream: true });
  // PostgreSQL keeps no NUL.
  return text.replaceAll('\u0000', '') || null;
};

const bodyBytesMax = 1024;
const bodyMilliseconds = 1_000;

const isText = ({ headers }: IncomingMessage): boolean => {
  const { 'content-type': type = 'text/plain', 'content-encoding': coding = 'identity' } = headers;
  return coding === 'identity' && textTypes.test(type);
};

const textTypes = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)|application\/x-www-form)/i;

// As short as Node takes it.
const connectMillisecondsMin = 10;

/**
 * The delay that `Retry-After` asks for with a 429 or 503 (RFC 9110, 10.2.3): seconds, or a date.
 * A date counts from the response's own `Date`, so that the clocks need not agree. What is neither,
 * or is over, asks for nothing.
 */
const retryAfterSecondsOf = ({ statusCode, headers }: IncomingMessage): number | null => {
  const { 'retry-after': asked, date } = headers;
  if ((statusCode !== 429 && statusCode !== 503) || asked === undefined) return null;
  if (/^\d+$/.test(asked)) return Math.min(Number(asked), secondsMax);
  const until = httpDate.test(asked) ? Date.parse(asked.replace(/( GMT)?$/, ' GMT')) : Number.NaN;
  const respondedAt = date === undefined ? Number.NaN : Date.parse(date);
  const from = Number.isNaN(respondedAt) ? Date.now() : respondedAt;
  const seconds = Math.ceil((until - from) / 1000);
  return seconds > 0 ? Math.min(seconds, secondsMax) : null;
};

// In any of its three forms (RFC 9110, 5.6.7); `Date.parse` would take many other texts.
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w: -]{15,30}$/;

// More than anybody grants, and a number that can be added to an instant.
const secondsMax = 31_536_000;

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? 'It could not be reached.' : `It could not be reached: ${code}.`;
};
