import { Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ActionButton } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { SwitchField, TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import type { OpenDialog } from '../parts/form/form-dialog.tsx';
import { FormDialog } from '../parts/form/form-dialog.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useLocale, useTexts } from '../texts/catalogue.ts';
import { percentText, rateOfPercent } from '../values/percent-text.ts';
import type { TaxRate } from '../wire/types.ts';

/** The tax rates of the tenant. */
export const TaxRates = () => {
  const texts = useTexts();
  const statuses = ['active', 'archived', 'all'].map((value) => ({
    value,
    label: value === 'all' ? texts.common.all : (texts.statuses[value] ?? value),
  }));
  return (
    <Page title={texts.taxes.title} subtitle={texts.taxes.text} actions={<NewRate />}>
      <DataTable
        operation="listTaxRates"
        fileName="tax-rates"
        label={texts.taxes.title}
        columns={useRateColumns()}
        keyOf={({ id }) => id}
        filters={[
          { kind: 'text', name: 'search', label: texts.common.search },
          { kind: 'choice', name: 'status', label: texts.common.status, options: statuses },
        ]}
        empty={{ text: texts.taxes.empty }}
      />
    </Page>
  );
};

const useRateColumns = (): readonly Column<TaxRate>[] => {
  const texts = useTexts();
  const locale = useLocale();
  return [
    { header: texts.common.name, cell: ({ name }) => name },
    {
      header: texts.taxes.rate,
      isNumeric: true,
      cell: ({ rate }) => <span className="number">{percentText(rate, locale)}</span>,
    },
    {
      header: texts.taxes.isInclusive,
      cell: ({ isInclusive }) => (isInclusive ? texts.taxes.included : texts.taxes.onTop),
    },
    { header: texts.common.status, cell: ({ status }) => <StatusBadge status={status} /> },
    { header: texts.common.id, cell: ({ id }) => <span className="code">{id}</span> },
    { header: texts.common.actions, cell: (rate) => <RateActions rate={rate} /> },
  ];
};

const RateActions = ({ rate }: { readonly rate: TaxRate }) => {
  const texts = useTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const params = { taxRateId: rate.id };
  if (rate.status === 'archived') return texts.common.none;
  return (
    <Group gap="xs">
      <ActionButton operation="updateTaxRate" onClick={open}>
        {texts.taxes.rename}
        <span className="hidden-text"> {rate.name}</span>
      </ActionButton>
      <FormDialog isOpen={isOpen} close={close} title={texts.taxes.rename}>
        {(dialog) => <RenameForm {...{ rate, close, dialog }} />}
      </FormDialog>
      <ConfirmAction
        operation="archiveTaxRate"
        request={{ params, version: rate.version }}
        label={texts.taxes.archive}
        consequences={[texts.taxes.archiveText, texts.taxes.archiveKeeps]}
      />
    </Group>
  );
};

interface DialogProps {
  readonly close: () => void;
  readonly dialog: OpenDialog;
}

const RenameForm = ({ rate, close, dialog }: DialogProps & { readonly rate: TaxRate }) => {
  const texts = useTexts();
  const form = useFormState({
    initial: { name: rate.name },
    send: async (body) => {
      const params = { taxRateId: rate.id };
      await call('updateTaxRate', { params, version: rate.version, body });
      announce(texts.common.saved);
      void queryClient.invalidateQueries();
      close();
    },
  });
  return (
    <Form form={form} action={texts.common.save} {...dialog}>
      <TextField form={form} name="name" label={texts.common.name} isRequired />
    </Form>
  );
};

const NewRate = () => {
  const texts = useTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton operation="createTaxRate" variant="filled" onClick={open}>
        {texts.taxes.newRate}
      </ActionButton>
      <FormDialog isOpen={isOpen} close={close} title={texts.taxes.newRate}>
        {(dialog) => <NewRateForm {...{ close, dialog }} />}
      </FormDialog>
    </>
  );
};

const NewRateForm = ({ close, dialog }: DialogProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const form = useFormState({
    initial: { name: '', rate: '', isInclusive: false },
    check: ({ rate }) =>
      rateOfPercent(rate, locale) === undefined ? { rate: texts.taxes.notAPercent } : {},
    send: async ({ name, rate, isInclusive }, idempotencyKey) => {
      const body = { name, rate: rateOfPercent(rate, locale) ?? rate, isInclusive };
      const made = await call('createTaxRate', { body, idempotencyKey });
      announce(texts.common.created(made.name));
      void queryClient.invalidateQueries();
      close();
    },
  });
  return (
    <Form form={form} action={texts.taxes.create} {...dialog}>
      <TextField form={form} name="name" label={texts.common.name} isRequired />
      <TextField
        form={form}
        name="rate"
        label={texts.taxes.percent}
        hint={texts.taxes.percentHint}
        isRequired
      />
      <SwitchField
        form={form}
        name="isInclusive"
        label={texts.taxes.isInclusive}
        hint={texts.taxes.isInclusiveHint}
      />
    </Form>
  );
};
