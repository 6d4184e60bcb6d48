import type { SubmitEvent } from 'react';
import { useRef, useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { randomKey } from '../../api/random.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { faultText } from '../../texts/problem-words.ts';
import type { Fault } from '../../values/field-errors.ts';
import { emptyFields, fieldOfPointer, sortFaults } from '../../values/field-errors.ts';
import type { FormValues } from '../../values/form-values.ts';
import { isSame } from '../../values/merge.ts';
import { useUnsavedGuard } from '../shell/unsaved-guard.tsx';

export interface FormState<Values extends FormValues> {
  readonly values: Values;
  readonly set: (name: keyof Values & string, value: string | boolean) => void;
  readonly reset: (values: Values) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly isDirty: boolean;
  readonly isPending: boolean;
  /** The refusal, with the faults that no field shows. */
  readonly refusal: Refusal | undefined;
  readonly submit: (event: SubmitEvent<HTMLFormElement>) => void;
  /** Does something else with the input, such as a merge, and shows why that was refused. */
  readonly attempt: (work: () => Promise<void>) => void;
}

export interface Refusal {
  readonly error: Error;
  readonly faults: readonly Fault[];
}

export interface FormOptions<Values extends FormValues> {
  readonly initial: Values;
  /** Faults that need no server, by field, besides empty ones; the server judges the rest. */
  readonly check?: (values: Values) => Readonly<Record<string, string>>;
  /** Sends it. The key is one for each body, so a second click has no second effect. */
  readonly send: (values: Values, idempotencyKey: string) => Promise<void>;
  /** Whether leaving with changes is asked about; so it is where absent. */
  readonly isGuarded?: boolean;
  /** The field of a pointer, where it has another name. */
  readonly fieldOf?: (path: string, values: Values) => string;
}

/** A form: its values, whether they were changed, and what the server says of them. */
export const useFormState = <Values extends FormValues>(
  options: FormOptions<Values>,
): FormState<Values> => {
  const { common } = useTexts();
  const [initial, setInitial] = useState(options.initial);
  const [values, setValues] = useState(options.initial);
  const key = useRef<{ readonly of: Values; readonly key: string }>(undefined);
  const isDirty = !isSame(initial, values);
  const { attempt, find, forget, ...attempts } = useAttempts(values, {
    fieldOf: options.fieldOf,
    allowLeaving: useUnsavedGuard(isDirty && options.isGuarded !== false),
  });

  const send = (): void => {
    if (key.current === undefined || !isSame(key.current.of, values)) {
      key.current = { of: values, key: randomKey() };
    }
    const { key: idempotencyKey } = key.current;
    attempt(() => options.send(values, idempotencyKey));
  };
  return {
    ...attempts,
    attempt,
    values,
    isDirty,
    set: (name, value) => {
      setValues((old) => ({ ...old, [name]: value }));
      forget(name);
    },
    reset: (next) => {
      setInitial(next);
      setValues(next);
      find({});
    },
    submit: (event) => {
      event.preventDefault();
      const empty = emptyFields(values, requiredNames(event.currentTarget), common.needed);
      const found = { ...options.check?.(values), ...empty };
      find(found);
      if (Object.keys(found).length === 0 && !attempts.isPending) send();
    },
  };
};

/** The fields that a form shows as required. A password may be of spaces: the server judges. */
const requiredNames = (form: HTMLFormElement): readonly string[] =>
  [...form.querySelectorAll<HTMLInputElement>(':required')]
    .filter(({ value, autocomplete }) => value === '' || !autocomplete.endsWith('-password'))
    .map(({ name }) => name);

interface AttemptOptions<Values> {
  readonly fieldOf: FieldOf<Values>;
  readonly allowLeaving: (allow: boolean) => void;
}

/** Does something with the input of a form, and holds the faults that stand there since. */
const useAttempts = <Values extends FormValues>(
  values: Values,
  { fieldOf, allowLeaving }: AttemptOptions<Values>,
) => {
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<Refusal>();
  const [isPending, setPending] = useState(false);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setPending(true);
    allowLeaving(true);
    try {
      await work();
      setRefusal(undefined);
    } catch (error) {
      allowLeaving(false);
      const refused = refusalOf(error, values, fieldOf);
      setErrors(refused.fields);
      setRefusal(refused.refusal);
    } finally {
      setPending(false);
    }
  };
  return {
    errors,
    refusal,
    isPending,
    attempt: (work: () => Promise<void>): void => void run(work),
    /** Shows the faults that a check finds, in place of what the server said before. */
    find: (found: Readonly<Record<string, string>>): void => {
      setErrors(found);
      if (Object.keys(found).length > 0) setRefusal(undefined);
    },
    /** A fault was said of what stood in the field before. */
    forget: (name: string): void =>
      setErrors((old) => (old[name] === undefined ? old : without(old, name))),
  };
};

const without = (errors: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(errors).filter(([field]) => field !== name));

type FieldOf<Values> = ((path: string, values: Values) => string) | undefined;

/** An error as the form shows it: at its fields, and above them what no field is about. */
export const refusalOf = <Values extends FormValues>(
  given: unknown,
  values: Values,
  fieldOf: FieldOf<Values>,
): { readonly fields: Readonly<Record<string, string>>; readonly refusal: Refusal } => {
  const error = given instanceof Error ? given : new Error(String(given));
  const faults = (problemOf(error)?.errors ?? []).map((fault) =>
    renamed({ ...fault, detail: faultText(fault) }, values, fieldOf),
  );
  const { fields, others } = sortFaults(faults, Object.keys(values));
  return { fields, refusal: { error, faults: others } };
};

const renamed = <Values>(
  fault: Fault,
  values: Values,
  fieldOf: ((path: string, values: Values) => string) | undefined,
): Fault => {
  if (fieldOf === undefined) return fault;
  const field = fieldOf(fieldOfPointer(fault.pointer), values);
  return { ...fault, pointer: `/${field.replaceAll('.', '/')}` };
};
