import { Tooltip } from '@mantine/core';
import { useMe } from '../../api/session.ts';
import { useLocale, useTexts } from '../../texts/catalogue.ts';
import type { Period } from '../../values/times.ts';
import { dateText, instantText, periodText, zoneName } from '../../values/times.ts';

/** A day of a document, printed as it is: it is shifted by no time zone. */
export const DateText = ({ value }: { readonly value: string | null }) => {
  const locale = useLocale();
  const texts = useTexts();
  return (
    <span className="number">{value === null ? texts.common.none : dateText(value, locale)}</span>
  );
};

/** The days of a period, the last one too. */
export const PeriodText = ({ value }: { readonly value: Period }) => (
  <span className="period">{periodText(value, useLocale())}</span>
);

interface InstantTextProps {
  readonly value: string | null;
  /** Whose midnights it goes by, where they may be others than those of the tenant. */
  readonly of?: { readonly timeZone: string | undefined };
}

/**
 * An instant by the clocks of the tenant, or by those of its thing, which are then named. The
 * tooltip names the tenant's zone, and says it in UTC.
 */
export const InstantText = ({ value, of }: InstantTextProps) => {
  const locale = useLocale();
  const texts = useTexts();
  const { timeZone } = useMe().tenant;
  const shownIn = of?.timeZone ?? timeZone;
  if (value === null) return <span>{texts.common.none}</span>;
  const utc = `${instantText(value, 'UTC', locale)} UTC`;
  const local = `${instantText(value, timeZone, locale)} ${zoneName(value, timeZone, locale)}`;
  return (
    <Tooltip
      label={`${local} (${timeZone}) · ${utc}`}
      events={{ hover: true, focus: true, touch: true }}
    >
      <time className="number" dateTime={value}>
        {instantText(value, shownIn, locale)}
        {shownIn !== timeZone && ` (${shownIn})`}
      </time>
    </Tooltip>
  );
};
