import { Box, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useCan, useRead } from '../api/queries.ts';
import { call } from '../api/session.ts';
import { ActionLink } from '../parts/form/action-button.tsx';
import { ConfirmAction } from '../parts/form/confirm-action.tsx';
import { MergeAlert, useEditForm } from '../parts/form/edit-form.tsx';
import { TextField } from '../parts/form/fields.tsx';
import { ChangeForm } from '../parts/form/form.tsx';
import { MeterPreview } from '../parts/metering/meter-preview.tsx';
import { Facts } from '../parts/page/facts.tsx';
import { at, ButtonLink } from '../parts/page/links.tsx';
import { Page, Section } from '../parts/page/page.tsx';
import { Loaded } from '../parts/page/states.tsx';
import { StatusBadge } from '../parts/page/status-badge.tsx';
import { InstantText } from '../parts/page/times.tsx';
import { announce } from '../parts/shell/announcer.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { definitionOf } from '../values/meter-definition.ts';
import type { Meter as MeterView } from '../wire/types.ts';

/** One meter: how it counts, its name and unit, and events to try it out. */
export const Meter = () => {
  const { meterId } = useParams({ strict: false }) as { readonly meterId: string };
  const { metering } = useTexts();
  const meter = useRead('getMeter', { params: { meterId } });
  const { data } = meter;
  return (
    <Page
      key={meterId}
      title={data?.name ?? metering.meter}
      parent={{ to: at('meters'), label: metering.title }}
      badge={data && <StatusBadge status={data.status} />}
      actions={data?.status === 'active' && <MeterActions meter={data} />}
    >
      <Loaded query={meter}>
        {(loaded) => (
          <div className="beside">
            <Stack gap="xl" miw={0}>
              <Definition meter={loaded} />
              {loaded.status === 'active' && <Details meter={loaded} />}
            </Stack>
            <Box miw={0}>
              <MeterPreview meter={definitionOf(loaded)} unit={loaded.unit} />
            </Box>
          </div>
        )}
      </Loaded>
    </Page>
  );
};

const MeterActions = ({ meter: { id, version, eventType } }: { readonly meter: MeterView }) => {
  const { metering, usage } = useTexts();
  const mayRead = useCan('queryUsage');
  return (
    <>
      <ConfirmAction
        operation="archiveMeter"
        request={{ params: { meterId: id }, version }}
        label={metering.archive}
        consequences={[metering.archiveText, metering.archiveKeeps]}
        isDangerous
      />
      <ActionLink
        operation="recordUsage"
        to={at('usage-events', 'new')}
        search={{ type: eventType }}
        variant="default"
      >
        {metering.send}
      </ActionLink>
      {mayRead && (
        <ButtonLink to={at('usage')} search={{ meterId: id }}>
          {usage.title}
        </ButtonLink>
      )}
    </>
  );
};

const code = (text: string) => <span className="code">{text}</span>;

const Definition = ({ meter }: { readonly meter: MeterView }) => {
  const { common, metering } = useTexts();
  const { property, filters, groupBy, removal, rounding } = meter;
  return (
    <Section title={metering.definition} text={metering.fixed}>
      <Facts
        rows={[
          [common.code, code(meter.code)],
          [metering.eventType, code(meter.eventType)],
          [metering.aggregation, metering.aggregations[meter.aggregation]],
          ...(property === null ? [] : [[metering.property, code(property)] as const]),
          [
            metering.filters,
            filters.length === 0 ? metering.noFilters : <Filters filters={filters} />,
          ],
          ...(groupBy.length === 0 ? [] : [[metering.groupBy, code(groupBy.join(', '))] as const]),
          ...(meter.isCarriedOver ? [[metering.carried, metering.isCarriedOver] as const] : []),
          ...(removal === null
            ? []
            : [
                [metering.removalProperty, code(`${removal.property} = ${removal.value}`)] as const,
              ]),
          [
            metering.rounding,
            rounding === null
              ? metering.exact
              : metering.roundingText(metering.roundings[rounding.mode], rounding.decimals),
          ],
          [common.createdAt, <InstantText value={meter.createdAt} />],
          [common.id, code(meter.id)],
        ]}
      />
    </Section>
  );
};

const Filters = ({ filters }: Pick<MeterView, 'filters'>) => {
  const { conditions } = useTexts().metering;
  const textOf = (filter: MeterView['filters'][number]): string => {
    if ('equals' in filter) return `${conditions.equals} ${filter.equals}`;
    if ('in' in filter) return `${conditions.in} ${filter.in.join(', ')}`;
    return filter.exists ? conditions.exists : conditions.absent;
  };
  return filters.map((filter) => (
    <div key={`${filter.property} ${textOf(filter)}`}>
      <span className="code">{filter.property}</span> {textOf(filter)}
    </div>
  ));
};

const Details = ({ meter }: { readonly meter: MeterView }) => {
  const { common, customers, metering } = useTexts();
  const params = { meterId: meter.id };
  const { form, merge, saveMerged } = useEditForm({
    resource: meter,
    toValues: ({ name, unit }) => ({ name, unit: unit ?? '' }),
    toBody: ({ name, unit }) => ({ name, unit: unit || null }),
    save: (version, changes) => call('updateMeter', { params, version, body: changes }),
    readAgain: () => call('getMeter', { params }),
    onSaved: () => announce(common.saved),
  });
  return (
    <Section title={customers.details}>
      {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
      <ChangeForm form={form} action={common.save} edits="updateMeter">
        <TextField form={form} name="name" label={common.name} isRequired />
        <TextField form={form} name="unit" label={metering.unit} hint={metering.unitHint} />
      </ChangeForm>
    </Section>
  );
};
