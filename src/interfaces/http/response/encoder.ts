import type { z } from 'zod';
import type { Definition, Payload } from '#interfaces/http/response/schema-definition.ts';
import { definitionOf, optionsOf, traitsOf } from '#interfaces/http/response/schema-definition.ts';
import { chooserOf } from '#interfaces/http/response/union-encoder.ts';

/** Turns a value of ours into the one that JSON shows. */
export type Encode = (value: unknown) => unknown;

/** Where in a view a schema stands, and whether JSON shows its values or a codec is given them. */
interface Place {
  readonly path: string;
  readonly isWire: boolean;
}

/** Encodes what JSON shows as it is. */
const same: Encode = (value) => value;

/**
 * `z.encode` of a view, compiled: the same bytes for every value that the view's type admits. An
 * object shows the fields of its view and no others. Nothing is checked: the types vouch for what
 * we send, and tests hold every response against the document.
 * @throws {Error} at once, of what no view can have: what is no JSON, or depends on the value.
 */
export const encoderOf = (view: z.ZodType): Encode => compile(view, { path: 'view', isWire: true });

const compile = (schema: z.ZodType, place: Place): Encode => {
  const definition = definitionOf(schema);
  refuseRewriting(definition, place);
  const compiler = compilers[definition.type];
  if (compiler !== undefined) return compiler(definition, place);
  if (!place.isWire && ownTypes.includes(definition.type)) return same;
  return refuse(place, `nothing says how a view encodes "${definition.type}"`);
};

const refuse = ({ path }: Place, why: string): never => {
  throw new Error(`${path}: ${why}.`);
};

/** Values of ours that only a codec is given: they never reach JSON as they are. */
const ownTypes = ['custom', 'date', 'bigint', 'undefined', 'void'];

// zod rewrites a value on the way out too where its schema says so. What a view shows is what it is
// given: whatever it is to be, the use case has made it.
const refuseRewriting = ({ checks = [], coerce, format }: Definition, place: Place): void => {
  const rules = [{ check: '', format }, ...checks.map(({ _zod }) => _zod.def)];
  const isRewriting = rules.some((rule) => rule.check === 'overwrite' || rule.format === 'url');
  if (isRewriting || coerce === true) {
    refuse(place, 'its schema rewrites what it encodes (trim, coerce, url and the like)');
  }
};

type Compile = (definition: Definition, place: Place) => Encode;

const at = (place: Place, step: string): Place => ({ ...place, path: `${place.path}${step}` });

const encodeLiteral: Compile = ({ values }, place) =>
  values.some((each) => typeof each === 'bigint' || typeof each === 'symbol')
    ? refuse(place, 'a literal of JSON is a string, a number, a boolean or null')
    : same;

const encodeObject: Compile = ({ shape, catchall }, place) => {
  if (catchall !== undefined && definitionOf(catchall).type !== 'never') {
    return refuse(place, 'an object shows the fields of its view and no others');
  }
  const known = Object.entries(shape).filter(([name]) => name !== '__proto__');
  const fields = known.map(
    ([name, field]) => [name, compile(field, at(place, `.${name}`))] as const,
  );
  const unasked = known.filter(([, field]) => leavesOut(field));
  return (value) => {
    const given = value as Readonly<Record<string, unknown>>;
    const shown: Record<string, unknown> = {};
    for (const [name, encode] of fields) shown[name] = encode(given[name]);
    for (const [name] of unasked) if (!(name in given)) shown[name] = undefined;
    return shown;
  };
};

// A codec may make something of `undefined`; zod does not ask it about a field that is not there.
const leavesOut = (field: z.ZodType): boolean => {
  const { optin, optout } = traitsOf(field);
  return field.type !== 'optional' && optin === 'optional' && optout === 'optional';
};

const encodeArray: Compile = ({ element }, place) => {
  const encode = compile(element, at(place, '[]'));
  return encode === same ? same : (value) => (value as readonly unknown[]).map(encode);
};

const encodeRecord: Compile = ({ keyType, valueType, partial, mode }, place) => {
  const encode = compile(valueType, at(place, '{}'));
  if (compile(keyType, at(place, '{key}')) !== same || mode === 'loose') {
    return refuse(place, 'the keys of a record are shown as they are');
  }
  const { values } = traitsOf(keyType);
  // Where the keys are known zod goes through them, and so in their order.
  if (values !== undefined && partial !== true) {
    const keys = values.map(String);
    return (value) => pick(value as Readonly<Record<string, unknown>>, keys, encode);
  }
  return (value) => {
    const given = value as Readonly<Record<string, unknown>>;
    // A name that zod leaves out, so that nobody takes it for the prototype.
    const isPlain = encode === same && !Object.hasOwn(given, '__proto__');
    return isPlain ? given : pick(given, Object.keys(given), encode);
  };
};

const pick = (
  given: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  encode: Encode,
): Readonly<Record<string, unknown>> => {
  const shown: Record<string, unknown> = {};
  for (const key of keys) if (key !== '__proto__') shown[key] = encode(given[key]);
  return shown;
};

const encodeNullable: Compile = ({ innerType }, place) => {
  const encode = compile(innerType, place);
  return encode === same ? same : (value) => (value === null ? null : encode(value));
};

const encodeOptional: Compile = ({ innerType }, place) => {
  const encode = compile(innerType, place);
  if (encode !== same && traitsOf(innerType).optin === 'defaulted') {
    return refuse(place, 'what has a default is always there: it is not optional');
  }
  return encode === same ? same : (value) => (value === undefined ? undefined : encode(value));
};

const encodeUnion: Compile = (definition, place) => {
  const options = optionsOf(definition).map((schema, index) => {
    const encode = compile(schema, at(place, `|${index}`));
    return { schema, encode, isSame: encode === same };
  });
  return options.every(({ isSame }) => isSame) ? same : chooserOf(options);
};

const encodeWrapped: Compile = ({ innerType }, place) => compile(innerType, place);

// Encoding runs a codec backwards: our schema first, then the wire's.
const encodePipe: Compile = ({ in: wire, out, reverseTransform }, place) => {
  const isCodec = reverseTransform !== undefined;
  const encodeWire = compile(wire, place);
  const encodeOwn = compile(out, { ...place, isWire: place.isWire && !isCodec });
  if (!isCodec) return (value) => encodeWire(encodeOwn(value));
  const turn = turnOf(reverseTransform);
  if (encodeOwn === same && encodeWire === same) return turn;
  return (value) => encodeWire(turn(encodeOwn(value)));
};

const turnOf = (reverseTransform: NonNullable<Definition['reverseTransform']>): Encode => {
  // It takes the value alone, as nearly all do.
  if (reverseTransform.length < 2) return reverseTransform as Encode;
  return (value) => {
    const payload: Payload = { value, issues: [] };
    const turned = reverseTransform(value, payload);
    if (payload.issues.length > 0) throw new Error('A codec refused to encode a value of a view.');
    return turned;
  };
};

const compilers: Readonly<Record<string, Compile>> = {
  string: () => same,
  number: () => same,
  boolean: () => same,
  null: () => same,
  enum: () => same,
  template_literal: () => same,
  any: () => same,
  unknown: () => same,
  literal: encodeLiteral,
  object: encodeObject,
  array: encodeArray,
  record: encodeRecord,
  union: encodeUnion,
  nullable: encodeNullable,
  optional: encodeOptional,
  nonoptional: encodeWrapped,
  readonly: encodeWrapped,
  default: encodeWrapped,
  prefault: encodeWrapped,
  catch: encodeWrapped,
  pipe: encodePipe,
};
