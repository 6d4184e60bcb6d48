import { Box } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { queryClient } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { TextField } from '../parts/form/fields.tsx';
import { Form } from '../parts/form/form.tsx';
import { useFormState } from '../parts/form/form-state.ts';
import { NameAndCode } from '../parts/form/name-and-code.tsx';
import { useCancel } from '../parts/form/use-cancel.ts';
import { DefinitionFields } from '../parts/metering/meter-fields.tsx';
import { MeterPreview } from '../parts/metering/meter-preview.tsx';
import { AppLink, at } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import type { Column } from '../parts/table/data-table.tsx';
import { DataTable } from '../parts/table/data-table.tsx';
import { useCreatedFilters } from '../parts/table/filters.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { FormValues } from '../values/form-values.ts';
import { definitionBody, meterBody, meterFieldOf, newMeterValues } from '../values/meter-body.ts';
import type { Meter } from '../wire/types.ts';

/** The meters of the tenant. */
export const Meters = () => {
  const { common, metering, statuses } = useTexts();
  const create = (
    <ActionLink operation="createMeter" to={at('meters', 'new')}>
      {metering.newMeter}
    </ActionLink>
  );
  const options = ['active', 'archived', 'all'].map((value) => ({
    value,
    label: value === 'all' ? common.all : (statuses[value] ?? value),
  }));
  return (
    <Page title={metering.title} subtitle={metering.text} actions={create}>
      <DataTable
        operation="listMeters"
        label={metering.title}
        columns={useMeterColumns()}
        keyOf={({ id }) => id}
        filters={[
          { kind: 'text', name: 'search', label: common.search },
          {
            kind: 'choice',
            name: 'status',
            label: common.status,
            options,
            none: common.notArchived,
          },
        ]}
        moreFilters={useCreatedFilters()}
        fileName="meters"
        empty={{ text: metering.empty, action: create }}
      />
    </Page>
  );
};

const useMeterColumns = (): readonly Column<Meter>[] => {
  const { common, metering } = useTexts();
  return [
    {
      header: common.name,
      cell: ({ id, name }) => <AppLink to={at('meters', id)}>{name}</AppLink>,
    },
    { header: common.code, cell: ({ code }) => <span className="code">{code}</span> },
    {
      header: metering.eventType,
      cell: ({ eventType }) => <span className="code">{eventType}</span>,
    },
    {
      header: metering.aggregation,
      cell: ({ aggregation, property }) => (
        <>
          {metering.aggregations[aggregation]}
          {property !== null && (
            <div>
              <span className="code">{property}</span>
            </div>
          )}
        </>
      ),
    },
    { header: common.status, cell: ({ status }) => <StatusBadge status={status} /> },
    { header: common.createdAt, cell: ({ createdAt }) => <InstantText value={createdAt} /> },
  ];
};

/** The form of a new meter, with events to try it out. */
export const NewMeter = () => {
  const { common, metering } = useTexts();
  const navigate = useNavigate();
  const form = useFormState<FormValues>({
    initial: newMeterValues,
    fieldOf: meterFieldOf,
    send: async (values, idempotencyKey) => {
      const meter = await call('createMeter', { body: meterBody(values), idempotencyKey });
      announce(common.created(meter.name));
      void queryClient.invalidateQueries();
      await navigate({ to: at('meters', meter.id) });
    },
  });
  return (
    <Page title={metering.newMeter} parent={{ to: at('meters'), label: metering.title }}>
      <div className="beside">
        <Form form={form} action={metering.create} onCancel={useCancel(at('meters'))}>
          <NameAndCode form={form} example="requests" />
          <TextField form={form} name="unit" label={metering.unit} hint={metering.unitHint} />
          <Section title={metering.definition} text={metering.fixed}>
            <DefinitionFields form={form} />
          </Section>
        </Form>
        <Box miw={0}>
          <MeterPreview
            meter={definitionBody(form.values)}
            unit={String(form.values['unit']).trim() || null}
          />
        </Box>
      </div>
    </Page>
  );
};
