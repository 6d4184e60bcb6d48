import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { moneyText, readAmount } from '../../values/money-text.ts';
import type { FormState } from './form-state.ts';

/** A field of a form, by the name of its value. */
export interface FieldProps {
  // Method syntax, as a form of certain values is one of any values to its fields.
  readonly form: Pick<FormState<FormValues>, 'values' | 'errors'> & {
    set(name: string, value: string | boolean): void;
  };
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

type Wrapper = 'label' | 'input' | 'description' | 'error';
const wrapperOrder: Wrapper[] = ['label', 'input', 'description', 'error'];

const shared = ({ form, name, label, hint, isRequired = false }: FieldProps) => ({
  name,
  label,
  required: isRequired,
  value: String(form.values[name] ?? ''),
  error: form.errors[name],
  // Below the field, so that fields beside each other stand in one line.
  inputWrapperOrder: wrapperOrder,
  ...(hint === undefined ? {} : { description: hint }),
  onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
    form.set(name, currentTarget.value),
});

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'url' | 'date' | 'number' | 'datetime-local' | 'time';
  readonly autoComplete?: string;
  /** Offered while one types; anything else may be typed, too. */
  readonly choices?: readonly string[];
}

export const TextField = (props: TextFieldProps) => {
  const { type = 'text', autoComplete = 'off', choices = [], ...field } = props;
  const id = useId();
  const offered = choices.length === 0 ? {} : { list: id };
  return (
    <>
      <TextInput type={type} autoComplete={autoComplete} {...offered} {...shared(field)} />
      <Choices id={id} choices={choices} />
    </>
  );
};

interface ChoicesProps {
  readonly id: string;
  readonly choices: readonly string[];
}

/** The choices that a field with this list offers; nothing where there are none. */
export const Choices = ({ id, choices }: ChoicesProps) =>
  choices.length > 0 && (
    <datalist id={id}>
      {choices.map((choice) => (
        <option key={choice} value={choice} />
      ))}
    </datalist>
  );

export const TextAreaField = (field: FieldProps) => (
  <Textarea autosize minRows={2} {...shared(field)} />
);

export const PasswordField = ({
  autoComplete,
  ...field
}: FieldProps & { readonly autoComplete: 'current-password' | 'new-password' }) => {
  const texts = useTexts();
  return (
    <PasswordInput
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': texts.account.showPassword }}
      {...shared(field)}
    />
  );
};

/** For a password that is chosen here: browsers offer to make one. */
export const NewPasswordField = (field: FieldProps) => {
  const { account } = useTexts();
  return (
    <PasswordField hint={account.passwordHint} {...field} autoComplete="new-password" isRequired />
  );
};

/** One of a few; the browser's own list works with any keyboard and on any phone. */
export const SelectField = ({ options, unchosen, ...field }: SelectFieldProps) => {
  const isOpen = unchosen !== undefined && String(field.form.values[field.name] ?? '') === '';
  const data = [...(isOpen ? [{ value: '', label: unchosen }] : []), ...options];
  return <NativeSelect data={data} {...shared(field)} />;
};

interface SelectFieldProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Shown until one is chosen, where none is taken by itself. */
  readonly unchosen?: string;
}

export const SwitchField = ({ form, name, label, hint }: FieldProps) => (
  <Checkbox
    name={name}
    label={label}
    {...(hint === undefined ? {} : { description: hint })}
    error={form.errors[name]}
    checked={form.values[name] === true}
    onChange={({ currentTarget }) => form.set(name, currentTarget.checked)}
  />
);

/**
 * An amount. It is read as people write it and said back in full; surplus decimals are refused,
 * never rounded. Not `type=number`: a wheel turns that, and each browser reads commas differently.
 */
export const MoneyField = ({ currency, ...field }: FieldProps & { readonly currency: string }) => {
  const texts = useTexts();
  const locale = useLocale();
  const given = shared(field);
  const read = readAmount(given.value, currency, locale);
  const said: ReactNode =
    read.kind === 'amount' ? moneyText({ ...read, currency }, locale) : undefined;
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...given}
      description={said ?? texts.common.suchAs(moneyText({ amount: 4900, currency }, locale))}
      rightSection={<span className="code">{currency}</span>}
      rightSectionWidth={52}
    />
  );
};
