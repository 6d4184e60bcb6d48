import { Group, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import type { OperationId } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { FileButton } from '../form/file-button.tsx';
import { Empty, Loaded, WaitingRows } from '../page/states.tsx';
import type { FilterSpec } from './filters.tsx';
import { Filters } from './filters.tsx';
import type { ListState } from './list-state.ts';
import { useListState } from './list-state.ts';
import { Pager } from './pager.tsx';

/** A column: its heading, and what a row shows in it. */
export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts and counts stand right, so that their digits line up. */
  readonly isNumeric?: boolean;
}

interface PageOf<Row> {
  readonly data: readonly Row[];
  readonly page: {
    readonly nextCursor: string | null;
    readonly prevCursor: string | null;
  };
}

interface ListFile {
  readonly operation: OperationId;
  readonly fileName: string;
  readonly label: string;
}

interface DataTableProps<Row> {
  /** A list operation of the API. */
  readonly operation: OperationId;
  readonly params?: Readonly<Record<string, string>>;
  /** Fixed parts of its query, beside what the address says. */
  readonly query?: Readonly<Record<string, string>>;
  readonly label: string;
  /** Where the address holds the page; of several lists on a page each has its own. */
  readonly cursorName?: string;
  readonly columns: readonly Column<Row>[];
  readonly filters?: readonly FilterSpec[];
  /** Filters behind a button. */
  readonly moreFilters?: readonly FilterSpec[];
  /** The name of the CSV file that holds all rows that fit; absent where none is offered. */
  readonly fileName?: string;
  /** Another file of the same question, such as the lines of the invoices that fit. */
  readonly parts?: ListFile;
  /** Whether the operation gives the oldest first; most give the newest. */
  readonly isOldestFirst?: boolean;
  readonly keyOf: (row: Row) => string;
  readonly empty: { readonly text: string; readonly action?: ReactNode };
  /** Says that a page is empty and the list goes on, where the operation gives such pages. */
  readonly lookOn?: string;
  /** In milliseconds: read anew as often. */
  readonly every?: number;
}

const rowsOfPage = '50';

/** A list of the API: filters, rows and pages, all of which the address holds. */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const texts = useTexts();
  const { operation, params, query, label, columns, filters = [], keyOf, empty, every } = props;
  const { moreFilters = [], fileName, parts, isOldestFirst = false } = props;
  const state = useListState(
    [...filters, ...moreFilters].map(({ name }) => name),
    props.cursorName ?? 'cursor',
  );
  const asked = params === undefined ? {} : { params };
  const matching = { ...query, ...state.filters };
  const list = useRead(
    operation,
    { ...asked, query: { limit: rowsOfPage, ...matching, cursor: state.cursor } } as never,
    every === undefined ? {} : { every },
  ) as UseQueryResult<PageOf<Row>>;
  return (
    <Stack gap="sm">
      {(filters.length > 0 || fileName !== undefined) && (
        <Group justify="space-between" align="flex-end" gap="sm">
          {filters.length > 0 && <Filters specs={filters} more={moreFilters} state={state} />}
          {fileName !== undefined && (
            <Group gap="xs" ml="auto">
              {[{ operation, fileName, label: texts.common.csv }, ...(parts ? [parts] : [])].map(
                (file) => (
                  <FileButton
                    key={file.fileName}
                    operation={file.operation}
                    request={{ ...asked, query: matching } as never}
                    type="text/csv"
                    fileName={`${file.fileName}.csv`}
                    label={file.label}
                  />
                ),
              )}
            </Group>
          )}
        </Group>
      )}
      {list.data === undefined && list.error === null && list.fetchStatus !== 'idle' ? (
        <WaitingRows height={columns.length > 3 ? 38 : 32} />
      ) : (
        <Loaded query={list}>
          {({ data, page }) =>
            data.length === 0 && state.cursor === undefined && page.nextCursor === null ? (
              <Nothing state={state} empty={empty} />
            ) : (
              <>
                {data.length === 0 && page.nextCursor !== null && props.lookOn !== undefined ? (
                  <Empty text={props.lookOn} />
                ) : (
                  <Rows {...{ label, columns, keyOf, data }} isOld={list.isPlaceholderData} />
                )}
                <Pager count={data.length} {...{ page, state, isOldestFirst }} />
              </>
            )
          }
        </Loaded>
      )}
    </Stack>
  );
};

interface RowsProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly data: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Whether these are the rows of the page before, while the next one is on its way. */
  readonly isOld?: boolean;
  /** A part below a row, as wide as the table; undefined where there is none. */
  readonly detail?: (row: Row) => ReactNode;
}

/** A table of rows that are at hand. */
export const Rows = <Row,>({ label, columns, data, keyOf, isOld, detail }: RowsProps<Row>) => (
  // A keyboard must be able to scroll what does not fit.
  <section
    className={isOld === true ? 'table-frame is-old' : 'table-frame'}
    aria-label={label}
    tabIndex={0}
  >
    <table className="panel-table">
      <thead>
        <tr>
          {columns.map(({ header, isNumeric }) => (
            <th key={header} scope="col" className={isNumeric === true ? 'numeric' : undefined}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.map((row) => (
          <Fragment key={keyOf(row)}>
            <tr>
              {columns.map(({ header, cell, isNumeric }) => (
                <td key={header} className={isNumeric === true ? 'numeric' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
            <DetailRow width={columns.length}>{detail?.(row)}</DetailRow>
          </Fragment>
        ))}
      </tbody>
    </table>
  </section>
);

const DetailRow = ({
  width,
  children,
}: {
  readonly width: number;
  readonly children: ReactNode;
}) =>
  children === undefined ? null : (
    <tr className="detail-row">
      <td colSpan={width}>
        <div className="detail">{children}</div>
      </td>
    </tr>
  );

const Nothing = ({
  state,
  empty,
}: {
  readonly state: ListState;
  readonly empty: DataTableProps<never>['empty'];
}) => {
  const texts = useTexts();
  return (
    <div className="table-frame">
      {state.isFiltered ? (
        <Empty text={texts.common.noMatch} />
      ) : (
        <Empty text={empty.text}>{empty.action}</Empty>
      )}
    </div>
  );
};
