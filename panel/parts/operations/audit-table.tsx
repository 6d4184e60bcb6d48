import { Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import { changesBetween, isMoney } from '../../values/diff.ts';
import { placeOfId } from '../../values/ids.ts';
import { moneyText } from '../../values/money-text.ts';
import { instantText } from '../../values/times.ts';
import type { AuditEntry } from '../../wire/types.ts';
import { useCloseLabel } from '../form/confirm-action.tsx';
import { ActorName } from '../page/actor-name.tsx';
import { Facts } from '../page/facts.tsx';
import { AppLink, at } from '../page/links.tsx';
import { InstantText } from '../page/times.tsx';
import type { Column } from '../table/data-table.tsx';
import { DataTable, Rows } from '../table/data-table.tsx';
import type { FilterSpec } from '../table/filters.tsx';
import { ShowButton } from '../table/show-button.tsx';

interface AuditTableProps {
  readonly query?: Readonly<Record<string, string>>;
  readonly filters?: readonly FilterSpec[];
}

/** Audit entries, newest first; each opens to the fields that it changed. */
export const AuditTable = ({ query = {}, filters = [] }: AuditTableProps) => {
  const texts = useTexts();
  const [shown, setShown] = useState<AuditEntry>();
  // The page of a thing shows its own entries: it need not be named in each.
  const isOfOneThing = query['resourceId'] !== undefined;
  const resource: Column<AuditEntry> = {
    header: texts.operations.resource,
    cell: ({ resourceId }) => <ResourceLink id={resourceId} />,
  };
  const columns: readonly Column<AuditEntry>[] = [
    { header: '#', cell: ({ sequence }) => sequence, isNumeric: true },
    { header: texts.billing.at, cell: (entry) => <When entry={entry} /> },
    {
      header: texts.operations.action,
      cell: ({ action }) => (
        <>
          <div>{texts.events.textOf(action)}</div>
          {!isOfOneThing && <div className="code">{action}</div>}
        </>
      ),
    },
    { header: texts.operations.who, cell: ({ actor }) => <ActorName actor={actor} /> },
    ...(isOfOneThing ? [] : [resource]),
    {
      header: texts.operations.changes,
      cell: (entry) => (
        <ShowButton
          label={texts.operations.showChanges}
          about={`#${entry.sequence}`}
          onClick={() => setShown(entry)}
        />
      ),
    },
  ];
  return (
    <>
      <DataTable
        operation="listAuditEntries"
        label={texts.operations.audit}
        {...{ query, columns, filters }}
        {...(isOfOneThing ? {} : { fileName: 'audit-log' })}
        keyOf={({ id }) => id}
        empty={{ text: texts.operations.emptyAudit }}
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown && texts.events.textOf(shown.action)}
        size="xl"
        closeButtonProps={useCloseLabel()}
      >
        {shown !== undefined && <EntryDetails entry={shown} />}
      </Modal>
    </>
  );
};

const EntryDetails = ({ entry }: { readonly entry: AuditEntry }) => {
  const texts = useTexts();
  const show = useValueText();
  const changes = changesBetween(entry.before, entry.after);
  return (
    <Stack gap="lg">
      <Facts
        rows={[
          [texts.operations.action, <span className="code">{entry.action}</span>],
          [texts.operations.who, <ActorName actor={entry.actor} />],
          [texts.billing.at, <When entry={entry} />],
          [texts.operations.resource, <ResourceLink id={entry.resourceId} />],
          [texts.common.requestId, <span className="code">{entry.requestId}</span>],
          ['SHA-256', <span className="code">{entry.hash}</span>],
        ]}
      />
      <Rows
        label={texts.operations.changes}
        data={changes}
        keyOf={({ field }) => field}
        columns={[
          {
            header: texts.operations.field,
            cell: ({ field }) => <span className="code">{field}</span>,
          },
          { header: texts.operations.before, cell: ({ before }) => show(before) },
          { header: texts.operations.after, cell: ({ after }) => show(after) },
        ]}
      />
    </Stack>
  );
};

const useValueText = (): ((value: unknown) => string) => {
  const locale = useLocale();
  const texts = useTexts();
  return (value) => {
    if (value === null || value === undefined) return texts.common.none;
    if (isMoney(value)) return moneyText(value, locale);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
};

/** When it happened by the clock of the tenant; beside it when it was recorded, if that differs. */
const When = ({ entry: { occurredAt, createdAt } }: { readonly entry: AuditEntry }) => {
  const { events } = useTexts();
  const locale = useLocale();
  const { timeZone } = useMe().tenant;
  const textOf = (instant: string) => instantText(instant, timeZone, locale);
  const happened = occurredAt ?? createdAt;
  return (
    <>
      <InstantText value={happened} />
      {textOf(happened) !== textOf(createdAt) && (
        <div className="price-line">{events.recorded(textOf(createdAt))}</div>
      )}
    </>
  );
};

const ResourceLink = ({ id }: { readonly id: string }) => {
  const place = placeOfId(id);
  const text = <span className="code">{id}</span>;
  return place === undefined ? text : <AppLink to={at(place)}>{text}</AppLink>;
};
