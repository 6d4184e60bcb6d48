import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { randomKey } from '../../api/random.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { FormValues } from '../../values/form-values.ts';
import { emptyTier, modelIn, tiersOf } from '../../values/plan-prices.ts';
import type { TierFieldName } from '../../values/price-models.ts';
import { tierFieldsOf } from '../../values/price-models.ts';
import { idsIn, text } from '../../values/typed-fields.ts';
import { FieldError } from '../form/field-error.tsx';
import type { FormState } from '../form/form-state.ts';

type Form = FormState<FormValues>;

interface TierTableProps {
  readonly form: Form;
  readonly row: string;
  /** Tells its tiers from those of other prices. */
  readonly about: string;
  /** The bounds of a tier, one for each meter; where absent a tier has one of units. */
  readonly bounds?: readonly TierBound[];
  /** Is called where a tier is added. */
  readonly onAdd?: (() => void) | undefined;
}

/** A column of bounds: its field below that of a tier, and its name. */
interface TierBound {
  readonly field: string;
  readonly name: string;
}

/**
 * The tiers of a price. Where one begins is where the one before ends, and the last one has no end,
 * so that nothing lies between two tiers.
 */
export const TierTable = ({ form, row, about, bounds: given, onAdd }: TierTableProps) => {
  const texts = useTexts();
  const bounds = given ?? [{ field: 'upTo', name: texts.prices.upTo }];
  const fields = tierFieldsOf[modelIn(form.values, row)];
  const columns = { bounds, fields, hasStart: given === undefined };
  const add = useNewTier(form, row, { columns, onAdd });
  const addByEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    add();
  };
  return (
    <Stack gap="xs">
      <section className="table-frame" aria-label={`${texts.prices.tiers}, ${about}`}>
        <table className="panel-table tiers" onKeyDown={addByEnter}>
          <TierHead columns={columns} />
          <tbody>
            {tiersOf(form.values, row).map((tier, index) => (
              <TierRow key={tier} {...{ form, row, tier, index, columns }} />
            ))}
          </tbody>
        </table>
      </section>
      <FieldError form={form} name={`${row}.tiers`} />
      <Group>
        <Button variant="default" size="xs" onClick={add}>
          {texts.prices.addTier}
        </Button>
      </Group>
    </Stack>
  );
};

interface TierColumns {
  readonly bounds: readonly TierBound[];
  readonly fields: readonly TierFieldName[];
  /** Whether it says where a tier begins: several meters have no one beginning. */
  readonly hasStart: boolean;
}

/** Adds a tier behind the last one, which then needs a bound: the focus goes there. */
const useNewTier = (
  { values, set }: Form,
  row: string,
  { columns, onAdd }: { readonly columns: TierColumns } & Pick<TierTableProps, 'onAdd'>,
): (() => void) => {
  const focusOn = useRef<string>(undefined);
  useEffect(() => {
    if (focusOn.current === undefined) return;
    document.getElementsByName(focusOn.current)[0]?.focus();
    focusOn.current = undefined;
  });
  return () => {
    const id = `t${randomKey()}`;
    for (const [name, value] of Object.entries(emptyTier(`${row}.${id}`))) set(name, value);
    for (const { field } of columns.bounds) set(`${row}.${id}.${field}`, '');
    set(`${row}.tiers`, [...idsIn(values, `${row}.tiers`), id].join(' '));
    onAdd?.();
    const first = columns.bounds[0]?.field ?? columns.fields[0];
    focusOn.current = `${tiersOf(values, row).at(-1)}.${first}`;
  };
};

const TierHead = ({ columns }: { readonly columns: TierColumns }) => {
  const texts = useTexts();
  const names = useTierFieldNames();
  const heads = [
    ...(columns.hasStart ? [{ field: 'from', name: texts.prices.from }] : []),
    ...columns.bounds,
    ...columns.fields.map((field) => ({ field, name: names[field] })),
  ];
  return (
    <thead>
      <tr>
        {heads.map(({ field, name }) => (
          <th key={field} scope="col">
            {name}
          </th>
        ))}
        <th scope="col">
          <span className="hidden-text">{texts.common.actions}</span>
        </th>
      </tr>
    </thead>
  );
};

const useTierFieldNames = (): Readonly<Record<TierFieldName, string>> => {
  const { prices } = useTexts();
  const { unitAmount, rate, flatAmount, packageSize, packageAmount } = prices;
  return { unitAmount, rate, flatAmount, packageSize, amount: packageAmount };
};

interface TierRowProps extends Pick<TierTableProps, 'form' | 'row'> {
  readonly tier: string;
  readonly index: number;
  readonly columns: TierColumns;
}

const TierRow = ({ form, row, tier, index, columns }: TierRowProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const names = useTierFieldNames();
  const { values } = form;
  const tiers = tiersOf(values, row);
  const before = tiers[index - 1];
  const number = index + 1;
  const zero = new Intl.NumberFormat(locale).format(0);
  const cell = (field: string, name: string) => (
    <TierCell form={form} name={`${tier}.${field}`} label={texts.prices.tierCell(name, number)} />
  );
  return (
    <tr>
      {columns.hasStart && (
        <td className="number tier-bound">
          {before === undefined ? zero : text(values, `${before}.upTo`) || texts.common.none}
        </td>
      )}
      {columns.bounds.map(({ field, name }) => (
        <td key={field} className="tier-bound">
          {index === tiers.length - 1 ? texts.prices.unlimited : cell(field, name)}
        </td>
      ))}
      {columns.fields.map((field) => (
        <td key={field}>{cell(field, names[field])}</td>
      ))}
      <td>{tiers.length > 1 && <RemoveTier {...{ form, row, index }} />}</td>
    </tr>
  );
};

const RemoveTier = ({ form, row, index }: Omit<TierRowProps, 'tier' | 'columns'>) => {
  const { prices } = useTexts();
  const ids = idsIn(form.values, `${row}.tiers`);
  const remove = (): void =>
    form.set(`${row}.tiers`, ids.filter((_id, place) => place !== index).join(' '));
  return (
    <Button
      variant="default"
      size="compact-xs"
      onClick={remove}
      aria-label={prices.removeTier(index + 1)}
    >
      ×
    </Button>
  );
};

interface TierCellProps {
  readonly form: FormState<FormValues>;
  readonly name: string;
  readonly label: string;
  /** Whether a text is typed into it, and no number. */
  readonly isText?: boolean;
}

/** A field in a cell of a table, named by a label that is not seen. */
export const TierCell = ({ form, name, label, isText = false }: TierCellProps) => (
  <TextInput
    size="xs"
    inputMode={isText ? 'text' : 'decimal'}
    autoComplete="off"
    name={name}
    aria-label={label}
    value={text(form.values, name)}
    error={form.errors[name]}
    onChange={({ currentTarget }) => form.set(name, currentTarget.value)}
  />
);
