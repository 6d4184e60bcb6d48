import { parse } from 'secure-json-parse';
import { RefusedEvent } from '#domain/metering/usage-event.ts';
import { jsonFaults } from '#interfaces/http/request/json-text.ts';
import { InvalidRequest } from '#interfaces/http/response/problem.ts';

/** An event of a stream, as its line says it, for whoever records it. */
export interface EventLine {
  /** From 1. */
  readonly line: number;
  /** Any JSON, or a `RefusedEvent` where the line is none. */
  readonly event: unknown;
}

/** The longest line that is read: the data of an event, escaped, and all else. */
export const lineBytesMax = 100_000;

/** The most events that are given at once. */
const eventsAtOnce = 500;

const lineLimits = { depth: 32, fields: 1000, entries: 1000 } as const;

/**
 * Reads a stream of lines of JSON (NDJSON, https://github.com/ndjson/ndjson-spec), whatever its
 * length: the events of what has come so far are given before more is asked for. A line that is no
 * good is refused by itself, and an empty one is left out.
 */
export async function* eventLinesIn(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly EventLine[]> {
  const lines = new Lines();
  for await (const chunk of stream) yield* inBatches(lines.push(chunk));
  yield* inBatches(lines.end());
}

function* inBatches(lines: readonly EventLine[]): Generator<readonly EventLine[]> {
  for (let at = 0; at < lines.length; at += eventsAtOnce) yield lines.slice(at, at + eventsAtOnce);
}

const lineFeed = 0x0a;

/** Takes chunks of bytes apart into lines, and holds the beginning of one that has not ended. */
class Lines {
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #line = 0;

  push(chunk: Uint8Array): readonly EventLine[] {
    const found: EventLine[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end === -1) break;
      this.#hold(chunk.subarray(start, end));
      found.push(...this.end());
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
    return found;
  }

  /** The line that is held, as it is. */
  end(): readonly EventLine[] {
    this.#line += 1;
    if (this.#heldBytes === 0) return [];
    const isTooLong = this.#heldBytes > lineBytesMax;
    const event = isTooLong ? tooLong : eventOf(Buffer.concat(this.#held));
    this.#held = [];
    this.#heldBytes = 0;
    return event === undefined ? [] : [{ line: this.#line, event }];
  }

  // Of a line that is too long nothing is held: it may never end.
  #hold(part: Uint8Array): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > lineBytesMax) this.#held = [];
    else if (part.length > 0) this.#held.push(part);
  }
}

const refused = (detail: string) => new RefusedEvent(null, { code: 'invalid_event', detail });

const tooLong = refused(`It has more than ${lineBytesMax} bytes.`);
const tooMuch = refused('It has more levels, fields or entries than an event may have.');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const eventOf = (bytes: Buffer): unknown => {
  try {
    const text = utf8.decode(bytes).trim();
    if (text === '') return undefined;
    const [fault] = jsonFaults(text, lineLimits);
    const value: unknown = parse(text, { protoAction: 'error', constructorAction: 'error' });
    if (fault === undefined) return value;
    const { code, detail } = fault;
    return new RefusedEvent(value, { code, detail });
  } catch (error) {
    return error instanceof InvalidRequest ? tooMuch : refused('It is not valid JSON in UTF-8.');
  }
};
