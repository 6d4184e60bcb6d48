import { useTexts } from '../../texts/catalogue.ts';
import { codeAfter } from '../../values/code-of-name.ts';
import type { FieldProps } from './fields.tsx';
import { TextField } from './fields.tsx';

interface NameAndCodeProps extends Pick<FieldProps, 'form'> {
  /** Such as `team-monthly`. */
  readonly example: string;
}

/** The name of a new thing, and its code, which follows the name until somebody types one. */
export const NameAndCode = ({ form, example }: NameAndCodeProps) => {
  const { catalog, common } = useTexts();
  const setName = (name: string, value: string | boolean): void => {
    const [code, oldName] = [String(form.values['code']), String(form.values['name'])];
    form.set(name, value);
    form.set('code', codeAfter(code, oldName, String(value)));
  };
  return (
    <>
      <TextField form={{ ...form, set: setName }} name="name" label={common.name} isRequired />
      <TextField
        form={form}
        name="code"
        label={common.code}
        hint={catalog.codeHint(example)}
        isRequired
      />
    </>
  );
};
