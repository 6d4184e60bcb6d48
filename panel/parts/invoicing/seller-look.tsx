import { Button, Group, Input, Stack, Text } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { colorPattern, logoLimits } from '#domain/tenants/seller-look.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { LogoFault } from '../../values/logo-file.ts';
import { base64Of, logoFault } from '../../values/logo-file.ts';
import type { FieldProps } from '../form/fields.tsx';
import { TextField } from '../form/fields.tsx';

type FormProps = Pick<FieldProps, 'form'>;

/** The value of a logo that is to be taken away: no base64 is this. */
export const noLogo = '-';

const colorName = 'billing.seller.color';
const logoName = 'billing.seller.logo';
const colorForm = new RegExp(colorPattern);
/** A picker always shows a color; where none is chosen, the text beside it is empty. */
const unchosen = '#000000';

/** The color of printed invoices, typed or picked. */
export const ColorField = ({ form }: FormProps) => {
  const { settings } = useTexts();
  const typed = String(form.values[colorName] ?? '');
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <TextField form={form} name={colorName} label={settings.color} hint={settings.colorHint} />
      <input
        type="color"
        className="color-shown"
        aria-label={settings.colorPicker}
        value={colorForm.test(typed) ? typed.toLowerCase() : unchosen}
        onChange={({ currentTarget }) => form.set(colorName, currentTarget.value)}
      />
    </Group>
  );
};

interface LogoFieldProps extends FormProps {
  /** Whether a logo is stored: which one, the API does not show. */
  readonly isSet: boolean;
}

/** The logo of printed invoices: a file that is read here, and sent with the form. */
export const LogoField = ({ form, isSet }: LogoFieldProps) => {
  const { settings } = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<LogoFault>();
  const value = String(form.values[logoName] ?? '');
  useEffect(() => {
    // After a save or a button no name of a file is left behind.
    if ((value === '' || value === noLogo) && input.current !== null) input.current.value = '';
  }, [value]);
  const choose = async ({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = currentTarget.files?.[0];
    if (file === undefined) return;
    // Of a file that is far too large no more is read than tells so.
    const bytes = new Uint8Array(await file.slice(0, logoLimits.bytes + 1).arrayBuffer());
    const found = logoFault(bytes);
    setFault(found);
    form.set(logoName, found === undefined ? base64Of(bytes) : '');
  };
  const set = (next: string): void => {
    setFault(undefined);
    form.set(logoName, next);
  };
  const error = fault === undefined ? form.errors[logoName] : settings.logoFaults[fault];
  return (
    <Input.Wrapper id={id} label={settings.logo} description={useLogoHint()} error={error}>
      <Stack gap="xs" mt={4} align="flex-start">
        <input
          ref={input}
          id={id}
          type="file"
          accept="image/png"
          className="file-input"
          onChange={(event) => void choose(event)}
        />
        <LogoState value={value} isSet={isSet} set={set} />
      </Stack>
    </Input.Wrapper>
  );
};

interface LogoStateProps {
  readonly value: string;
  readonly isSet: boolean;
  readonly set: (value: string) => void;
}

/** The logo that is to be sent, or whether one is stored, and the way back. */
const LogoState = ({ value, isSet, set }: LogoStateProps) => {
  const { settings } = useTexts();
  if (value === '') {
    return (
      <>
        <Text size="sm">{isSet ? settings.logoSet : settings.logoNone}</Text>
        {isSet && (
          <Button size="xs" variant="default" onClick={() => set(noLogo)}>
            {settings.logoRemove}
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      {value === noLogo ? (
        <Text size="sm">{settings.logoRemoved}</Text>
      ) : (
        <img
          className="logo-shown"
          src={`data:image/png;base64,${value}`}
          alt={settings.logoChosen}
        />
      )}
      <Button size="xs" variant="default" onClick={() => set('')}>
        {settings.logoKeep}
      </Button>
    </>
  );
};

const useLogoHint = (): string => {
  const { settings } = useTexts();
  const numbers = new Intl.NumberFormat(useLocale());
  const format = (value: number): string => numbers.format(value);
  const { bytes, sideMax, pointsMax } = logoLimits;
  return settings.logoHint(format(bytes / 1024), format(sideMax), format(pointsMax));
};
