import { z } from 'zod';
import { uncomposedTimes } from '#domain/shared/text.ts';

// Input from outside has a bound wherever it can grow, and is refused by it before its parts
// are read. Lists need nothing of their own: zod counts the entries of `z.array(…).max(…)` first.

/** A text that some rule will compose and measure: one far beyond `lengthMax` never reaches it. */
export const boundedText = (lengthMax: number): z.ZodString =>
  z.string().max(lengthMax * uncomposedTimes, {
    abort: true,
    error: `It must have ${lengthMax} characters at most.`,
  });

interface BoundedRecordDefinition extends z.core.$ZodRecordDef<z.ZodString, z.ZodString> {
  readonly fieldsMax: number;
}

type TextRecord = z.ZodRecord<z.ZodString, z.ZodString>;

// As zod does with lists: counted before any of it is read.
const BoundedRecord = z.core.$constructor<TextRecord, BoundedRecordDefinition>(
  'BoundedRecord',
  (made, definition) => {
    z.ZodRecord.init(made, definition);
    const { fieldsMax } = definition;
    const { _zod: internals } = made;
    const parse = internals.parse.bind(internals);
    internals.parse = (payload, context) => {
      const input: unknown = payload.value;
      if (!hasMoreFields(input, fieldsMax)) return parse(payload, context);
      payload.issues.push({
        code: 'too_big',
        origin: 'record',
        maximum: fieldsMax,
        inclusive: true,
        input,
        inst: made,
        continue: false,
      });
      return payload;
    };
  },
);

const hasMoreFields = (input: unknown, fieldsMax: number): boolean =>
  typeof input === 'object' && input !== null && Object.keys(input).length > fieldsMax;

/** Names to texts, `fieldsMax` at most. */
export const boundedRecord = (
  fieldsMax: number,
  names: z.ZodString,
  texts: z.ZodString,
): TextRecord => new BoundedRecord({ type: 'record', keyType: names, valueType: texts, fieldsMax });

interface BoundedJsonDefinition extends z.core.$ZodUnknownDef {
  readonly fieldsMax: number;
}

const BoundedJson = z.core.$constructor<z.ZodUnknown, BoundedJsonDefinition>(
  'BoundedJson',
  (made, definition) => z.ZodUnknown.init(made, definition),
);

/**
 * Any JSON. The limits of the body bound it (`jsonLimits`), and whoever reads it judges it.
 * @param fieldsMax the most fields of that body
 */
export const boundedJson = (fieldsMax: number): z.ZodUnknown =>
  new BoundedJson({ type: 'unknown', fieldsMax });
