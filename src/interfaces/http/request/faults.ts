import type { z } from 'zod';
import type { Fault } from '#domain/shared/errors.ts';
import { pointerOf } from '#interfaces/http/request/pointer.ts';

type Issue = z.core.$ZodIssue;

/** The faults that zod found, each with a JSON Pointer (RFC 6901) below `root`. */
export const faultsOf = (issues: readonly Issue[], root: string): readonly Fault[] =>
  issues.flatMap((issue): readonly Fault[] => {
    const pointer = `${root}${pointerOf(issue.path)}`;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${pointer}${pointerOf([key])}`,
        code: 'unknown_field',
        detail: `There is no field "${key.slice(0, 100)}".`,
      }));
    }
    // A parameter that comes twice is read as a list, and none takes lists.
    if (root === '/query' && Array.isArray(issue.input)) {
      return [{ pointer, code: 'repeated', detail: 'It must be given once.' }];
    }
    return [{ pointer, code: codeOf(issue), detail: issue.message }];
  });

/** Our messages where a schema has none: never zod's own words. */
export const sentenceOf = (issue: z.core.$ZodRawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'It is required.' : sentenceOfType(issue.expected);
    case 'invalid_value':
      return sentenceOfValues(issue.values);
    case 'too_small':
    case 'too_big':
      return sentenceOfSize(issue);
    case 'not_multiple_of':
      return `It must be a multiple of ${issue.divisor}.`;
    case 'invalid_format':
      return 'It does not have the form that is asked for.';
    case 'unrecognized_keys':
      return 'It has a field that there is not.';
    case 'invalid_union':
      return issue.input === undefined
        ? 'It is required.'
        : 'It has none of the forms that it may have.';
    case 'invalid_key':
      return 'One of its names is not valid.';
    case 'invalid_element':
      return 'One of its entries is not valid.';
    case 'custom':
      return 'It is not valid.';
  }
};

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const sentenceOfType = (expected: string): string =>
  `It must be ${typeNames[expected] ?? 'of another type'}.`;

const sentenceOfValues = (values: readonly unknown[]): string => {
  const allowed = values.map((value) => JSON.stringify(value) ?? String(value)).join(', ');
  return values.length === 1 ? `It must be ${allowed}.` : `It must be one of ${allowed}.`;
};

type SizeIssue = z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>;

const units: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' entries',
  record: ' fields',
};

const sentenceOfSize = (issue: SizeIssue): string => {
  const isMost = issue.code === 'too_big';
  const bound = String(isMost ? issue.maximum : issue.minimum);
  const unit = units[issue.origin];
  // A bound of numbers can be excluded: more than 0 is not 0 at least.
  if (issue.inclusive === false) return `It must be ${isMost ? 'less' : 'more'} than ${bound}.`;
  const verb = unit === undefined ? 'be' : 'have';
  return `It must ${verb} ${bound}${unit ?? ''} at ${isMost ? 'most' : 'least'}.`;
};

const codeOf = (issue: Issue): string => {
  const isOfNoForm = issue.code === 'invalid_type' || issue.code === 'invalid_union';
  if (isOfNoForm && issue.input === undefined) return 'required';
  if (issue.code === 'custom') return String(issue.params?.['code'] ?? 'invalid');
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return issue.code;
  // As the domain says it of texts and lists.
  const isMost = issue.code === 'too_big';
  if (issue.origin === 'string') return isMost ? 'too_long' : 'too_short';
  if (units[issue.origin] !== undefined) return isMost ? 'too_many' : 'too_few';
  return issue.code;
};
