import { z } from 'zod';
import type { Page } from '#application/shared/page.ts';
import { pageLimits } from '#application/shared/page.ts';
import { searchLengthMax } from '#application/shared/search.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { idPrefixes, idSuffixPattern, parseId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { metadataLimits, parseMetadata } from '#domain/shared/metadata.ts';
import { Money } from '#domain/shared/money.ts';
import { wholeUpTo } from '#domain/shared/settings.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import {
  codePattern,
  emailLengthMax,
  parseCode,
  parseEmailAddress,
  parseOptionalText,
  parseText,
  textLimits,
} from '#domain/shared/text.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { boundedRecord, boundedText } from '#interfaces/http/request/bounded.ts';
import { textOfInstant } from '#interfaces/http/response/instant-text.ts';

// The shapes that cross the wire in both directions. The domain says what a value must be, and
// `validatedBy` asks it: a rule stands in one place, and a response lists every fault at once.

type JsonSchema = Readonly<Record<string, unknown>>;

/** A wire value of type `Given` that the domain's `parse` must accept; it reads as `Read`. */
export const validatedBy = <Given, Read extends Given>(
  schema: z.ZodType<Given, Given>,
  parse: (given: Given) => Read,
  document: JsonSchema,
): z.ZodType<Read, Given> => {
  const checked = schema.superRefine((given, context) => {
    try {
      parse(given);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      for (const { pointer, code, detail } of error.faults) {
        const path = pointer.split('/').slice(1).map(unescapePointer);
        context.addIssue({ code: 'custom', message: detail, params: { code }, path });
      }
    }
  });
  return checked.meta(document) as unknown as z.ZodType<Read, Given>;
};

const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * A text of at most `lengthMax` characters that the domain's `parse` must accept. One far longer
 * never reaches it.
 */
export const validatedText = <Read extends string>(
  lengthMax: number,
  parse: (given: string) => Read,
  document: JsonSchema,
): z.ZodType<Read, string> =>
  validatedBy(boundedText(lengthMax), parse, { maxLength: lengthMax, ...document });

/** A list that nobody changes, as views hold them. */
export const listWire = <Item extends z.ZodType>(
  item: Item,
): z.ZodType<readonly z.output<Item>[], readonly z.input<Item>[]> => z.array(item);

/** `<prefix>_<26 characters>`; another kind of id is refused. */
export const idWire = <Prefix extends IdPrefix>(prefix: Prefix): z.ZodType<Id<Prefix>, string> =>
  validatedText(`${prefix}_`.length + idSuffixLength, (text) => parseId(prefix, text), {
    pattern: `^${prefix}_${idSuffixPattern}$`,
    description: `Identifies one ${idPrefixes[prefix]}.`,
    examples: [`${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`],
  });

const idSuffixLength = 26;
const timeZoneLengthMax = 64;
/** With nanoseconds and an offset. */
const instantLengthMax = 35;

/** A text of 1 to `lengthMax` characters. */
export const textWire = (lengthMax: number, document: JsonSchema = {}): z.ZodType<string, string> =>
  validatedText(lengthMax, (text) => parseText(text, lengthMax), { minLength: 1, ...document });

export const nameWire = textWire(textLimits.name);

export const descriptionWire: z.ZodType<string, string> = validatedText(
  textLimits.description,
  (text) => parseOptionalText(text, textLimits.description),
  {},
);

export const codeWire: z.ZodType<string, string> = validatedText(textLimits.code, parseCode, {
  minLength: 1,
  pattern: codePattern,
  examples: ['team-monthly'],
});

export const emailWire: z.ZodType<EmailAddress, string> = validatedText(
  emailLengthMax,
  parseEmailAddress,
  {
    format: 'email',
  },
);

export const currencyWire: z.ZodType<CurrencyCode, string> = validatedText(3, parseCurrencyCode, {
  pattern: '^[A-Z]{3}$',
  description: 'A currency code of ISO 4217.',
  examples: ['EUR'],
});

export const timeZoneWire: z.ZodType<TimeZone, string> = validatedText(
  timeZoneLengthMax,
  parseTimeZone,
  {
    description: 'An IANA time zone name.',
    examples: ['Europe/Vienna'],
  },
);

export const metadataWire = validatedBy<Record<string, string>, Metadata>(
  boundedRecord(
    metadataLimits.keys,
    boundedText(metadataLimits.keyCharacters),
    boundedText(metadataLimits.valueCharacters),
  ),
  parseMetadata,
  {
    maxProperties: metadataLimits.keys,
    description:
      `Up to ${metadataLimits.keys} keys (${metadataLimits.keyCharacters} characters) to strings ` +
      `(${metadataLimits.valueCharacters} characters). Replaced whole by a PATCH.`,
  },
);

export const moneyWire = z.codec(
  z
    .strictObject({
      amount: z.int().meta({ description: 'In minor units: 4900 is 49.00 EUR, and 4900 JPY.' }),
      currency: currencyWire,
    })
    .meta({ id: 'Money', description: 'An exact amount of money.' }),
  z.custom<Money>((value) => value instanceof Money),
  {
    decode: ({ amount, currency }) => Money.of(BigInt(amount), currency),
    encode: ({ minor, currency }) => ({ amount: Number(minor), currency }),
  },
);

/** An instant that the domain reads itself. */
export const instantTextWire: z.ZodType<string, string> = validatedText(
  instantLengthMax,
  (text) => (parseInstant(text), text),
  {
    format: 'date-time',
    description: 'An instant (RFC 3339), in UTC with milliseconds where we write it.',
    examples: ['2026-11-23T08:00:00.000Z'],
  },
);

// Its own side says what it is, so that a union can tell an instant from what else it may hold: a
// number that `Date` can tell.
const instantMax = 8_640_000_000_000_000;
const instantNumber = z.number().min(-instantMax).max(instantMax) as unknown as z.ZodType<
  Instant,
  Instant
>;

export const instantWire = z.codec(instantTextWire, instantNumber, {
  decode: parseInstant,
  encode: textOfInstant,
});

/** A day of the calendar: `YYYY-MM-DD`. */
export const dateWire: z.ZodType<CalendarDate, string> = validatedText(10, parseCalendarDate, {
  format: 'date',
  examples: ['2026-11-23'],
});

/** A whole number of days, from 0 to `max`. */
export const daysWire = (max: number): z.ZodType<number, number> =>
  validatedBy(z.int(), wholeUpTo(max), { minimum: 0, maximum: max });

/** The pattern of a whole number in a query parameter. */
export const limitWire = z.codec(
  z
    .string()
    .max(20, { abort: true })
    .regex(/^\d{1,9}$/, 'It must be a whole number.')
    .meta({ description: `1 to ${pageLimits.max}; ${pageLimits.default} by default.` }),
  z
    .int()
    .min(1)
    .max(pageLimits.max)
    .meta({ default: pageLimits.default, examples: [50] }),
  { decode: Number, encode: String },
);

export const cursorWire = z
  .string()
  .max(200, { abort: true })
  .meta({ description: 'The `nextCursor` or the `prevCursor` of another page.' });

/** The query of every list. */
export const pageQuery = { limit: limitWire.optional(), cursor: cursorWire.optional() };

export const searchWire = textWire(searchLengthMax, {
  description:
    'Words: found is what has, for each, a word that begins with it, whatever its case and ' +
    'accents. An id or how it begins, `@example.com` and any part of a Chinese, Japanese or ' +
    'Korean word find, too.',
});

const createdOnWire = dateWire.meta({
  description: "A day by the clocks of the tenant's time zone, which belongs to the list whole.",
});

/** `createdAt[gte]=…`, `createdOn[gte]=…` and their like, which reach us as flat keys. */
export const createdAtQuery = {
  'createdAt[gte]': instantWire.optional(),
  'createdAt[gt]': instantWire.optional(),
  'createdAt[lte]': instantWire.optional(),
  'createdAt[lt]': instantWire.optional(),
  'createdOn[gte]': createdOnWire.optional(),
  'createdOn[lte]': createdOnWire.optional(),
};

/** The output of a query with the keys of `createdAtQuery`. */
export interface CreatedAtQuery {
  readonly 'createdAt[gte]'?: Instant | undefined;
  readonly 'createdAt[gt]'?: Instant | undefined;
  readonly 'createdAt[lte]'?: Instant | undefined;
  readonly 'createdAt[lt]'?: Instant | undefined;
  readonly 'createdOn[gte]'?: CalendarDate | undefined;
  readonly 'createdOn[lte]'?: CalendarDate | undefined;
}

/** Such a query with its ranges, as lists take it. */
export type WithCreatedAt<Query extends CreatedAtQuery> = ReturnType<typeof withCreatedAt<Query>>;

/** The flat keys of `createdAtQuery` as ranges, and the rest of the query as it is. */
export const withCreatedAt = <Query extends CreatedAtQuery>(query: Query) => {
  const {
    'createdAt[gte]': gte,
    'createdAt[gt]': gt,
    'createdAt[lte]': lte,
    'createdAt[lt]': lt,
    'createdOn[gte]': firstDay,
    'createdOn[lte]': lastDay,
    ...rest
  } = query;
  const createdOn = { gte: firstDay, lte: lastDay };
  return { ...rest, createdAt: { gte, gt, lte, lt }, createdOn };
};

/** A page of `view` on the wire. */
export const pageWire = <View extends z.ZodType>(view: View, id: string) =>
  z
    .strictObject({
      data: z.array(view),
      page: z.strictObject({
        hasMore: z.boolean(),
        nextCursor: z.string().nullable(),
        prevCursor: z
          .string()
          .nullable()
          .meta({ description: 'Leads back; null on the first page.' }),
      }),
    })
    .meta({ id });

/** A page as `pageWire` has it. */
export const asPage = <View>({ data, nextCursor, prevCursor }: Page<View>) => ({
  data: [...data],
  page: { hasMore: nextCursor !== null, nextCursor, prevCursor },
});

/** The fields of every versioned view. */
export const versionWire = z
  .int()
  .min(1)
  .meta({ description: 'Goes up with every change; the `ETag`.' });
