import { Group } from '@mantine/core';
import { call } from '../api/session.ts';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { SwitchField, TextField } from '../parts/form/fields.tsx';
import type { OpenDialog } from '../parts/form/form-dialog.tsx';
import { DialogForm, FormAction, useDialogForm } from '../parts/form/form-dialog.tsx';
import { RenameAction } from '../parts/form/rename-action.tsx';
import { Page } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
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
          {
            kind: 'choice',
            name: 'status',
            label: texts.common.status,
            options: statuses,
            none: texts.common.notArchived,
          },
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
  const params = { taxRateId: rate.id };
  if (rate.status === 'archived') return texts.common.none;
  return (
    <Group gap="xs">
      <RenameAction
        operation="updateTaxRate"
        name={rate.name}
        save={(name) => call('updateTaxRate', { params, version: rate.version, body: { name } })}
      />
      <ConfirmAction
        operation="archiveTaxRate"
        request={{ params, version: rate.version }}
        label={texts.taxes.archive}
        about={rate.name}
        consequences={[texts.taxes.archiveText, texts.taxes.archiveKeeps]}
      />
    </Group>
  );
};

const NewRate = () => {
  const { taxes } = useTexts();
  return (
    <FormAction operation="createTaxRate" label={taxes.newRate} variant="filled">
      {(dialog) => <NewRateForm dialog={dialog} />}
    </FormAction>
  );
};

const NewRateForm = ({ dialog }: { readonly dialog: OpenDialog }) => {
  const texts = useTexts();
  const locale = useLocale();
  const form = useDialogForm({
    dialog,
    initial: { name: '', rate: '', isInclusive: false },
    check: ({ rate }) =>
      rateOfPercent(rate, locale) === undefined ? { rate: texts.taxes.notAPercent } : {},
    send: async ({ name, rate, isInclusive }, idempotencyKey) => {
      const body = { name, rate: rateOfPercent(rate, locale) ?? rate, isInclusive };
      const made = await call('createTaxRate', { body, idempotencyKey });
      return texts.common.created(made.name);
    },
  });
  return (
    <DialogForm dialog={dialog} form={form} action={texts.taxes.create}>
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
    </DialogForm>
  );
};
