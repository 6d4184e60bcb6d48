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

interface TierTableProps {
  readonly form: FormState<FormValues>;
  readonly row: string;
}

/**
 * The tiers of a price. Where one begins is where the one before ends, and the last one has no end,
 * so that nothing lies between two tiers.
 */
export const TierTable = ({ form, row }: TierTableProps) => {
  const texts = useTexts();
  const { values, set } = form;
  const tiers = tiersOf(values, row);
  const fields = tierFieldsOf[modelIn(values, row)];
  const names = useTierFieldNames();
  const focusOn = useRef<string>(undefined);
  useEffect(() => {
    if (focusOn.current === undefined) return;
    document.getElementsByName(focusOn.current)[0]?.focus();
    focusOn.current = undefined;
  });
  const add = (): void => {
    const id = `t${randomKey()}`;
    for (const [name, value] of Object.entries(emptyTier(`${row}.${id}`))) set(name, value);
    set(`${row}.tiers`, [...idsIn(values, `${row}.tiers`), id].join(' '));
    focusOn.current = `${tiers.at(-1)}.upTo`;
  };
  const addByEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    add();
  };
  return (
    <Stack gap="xs">
      <section className="table-frame" aria-label={texts.prices.tiers}>
        <table className="panel-table tiers" onKeyDown={addByEnter}>
          <thead>
            <tr>
              <th scope="col">{texts.prices.from}</th>
              <th scope="col">{texts.prices.upTo}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {names[field]}
                </th>
              ))}
              <th scope="col">
                <span className="hidden-text">{texts.common.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier, index) => (
              <TierRow key={tier} {...{ form, row, tier, index, fields }} />
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

const useTierFieldNames = (): Readonly<Record<TierFieldName, string>> => {
  const { prices } = useTexts();
  const { unitAmount, rate, flatAmount, packageSize, packageAmount } = prices;
  return { unitAmount, rate, flatAmount, packageSize, amount: packageAmount };
};

interface TierRowProps extends TierTableProps {
  readonly tier: string;
  readonly index: number;
  readonly fields: readonly TierFieldName[];
}

const TierRow = ({ form, row, tier, index, fields }: TierRowProps) => {
  const texts = useTexts();
  const locale = useLocale();
  const names = useTierFieldNames();
  const { values, set } = form;
  const tiers = tiersOf(values, row);
  const before = tiers[index - 1];
  const number = index + 1;
  const zero = new Intl.NumberFormat(locale).format(0);
  const ids = idsIn(values, `${row}.tiers`);
  const remove = (): void =>
    set(`${row}.tiers`, ids.filter((_id, place) => place !== index).join(' '));
  return (
    <tr>
      <td className="number tier-bound">
        {before === undefined ? zero : text(values, `${before}.upTo`) || texts.common.none}
      </td>
      <td className="tier-bound">
        {index === tiers.length - 1 ? (
          texts.prices.unlimited
        ) : (
          <TierCell
            {...{ form }}
            name={`${tier}.upTo`}
            label={texts.prices.tierCell(texts.prices.upTo, number)}
          />
        )}
      </td>
      {fields.map((field) => (
        <td key={field}>
          <TierCell
            {...{ form }}
            name={`${tier}.${field}`}
            label={texts.prices.tierCell(names[field], number)}
          />
        </td>
      ))}
      <td>
        {tiers.length > 1 && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={remove}
            aria-label={texts.prices.removeTier(number)}
          >
            ×
          </Button>
        )}
      </td>
    </tr>
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
