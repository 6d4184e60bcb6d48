import type { OperationId } from '../../api/client.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { TextField } from './fields.tsx';
import type { OpenDialog } from './form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from './form-dialog.tsx';

interface RenameProps {
  readonly name: string;
  readonly save: (name: string) => Promise<unknown>;
}

/** A button that gives a thing another name, where that is all that can be changed of it. */
export const RenameAction = ({
  operation,
  ...rename
}: RenameProps & { readonly operation: OperationId }) => {
  const { common } = useTexts();
  return (
    <FormAction
      operation={operation}
      label={common.rename}
      about={<span className="hidden-text"> {rename.name}</span>}
    >
      {(dialog) => <RenameForm {...rename} dialog={dialog} />}
    </FormAction>
  );
};

const RenameForm = ({ name, save, dialog }: RenameProps & { readonly dialog: OpenDialog }) => {
  const { common } = useTexts();
  const form = useDialogForm({
    dialog,
    initial: { name },
    send: async (values) => {
      await save(values.name);
      return common.saved;
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={common.save}>
      <TextField form={form} name="name" label={common.name} isRequired />
    </DialogForm>
  );
};
