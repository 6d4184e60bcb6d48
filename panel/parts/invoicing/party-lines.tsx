import { Stack, Text } from '@mantine/core';
import { useLocale } from '../../texts/catalogue.ts';
import { countryName } from '../../values/code-names.ts';
import type { Address } from '../../wire/types.ts';

interface Party {
  readonly name: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
}

/** Who issued a document, or who is billed by it, as it was stated then. */
export const PartyLines = ({
  title,
  party,
}: {
  readonly title: string;
  readonly party: Party | null;
}) => {
  const locale = useLocale();
  if (party === null) return null;
  const { name, address, taxId } = party;
  const place = [address?.postalCode, address?.city]
    .filter((part) => typeof part === 'string')
    .join(' ');
  const country = address === null ? null : countryName(address.country, locale);
  const lines = [name, address?.line1, address?.line2, place, address?.state, country, taxId];
  const stated = lines.filter((line) => typeof line === 'string' && line !== '');
  if (stated.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      {stated.map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
    </Stack>
  );
};
