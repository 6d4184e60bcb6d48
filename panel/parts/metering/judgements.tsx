import { Stack, Text } from '@mantine/core';
import { useUsageEventTexts } from '../../texts/usage-events.ts';
import type { JudgedByMeter } from '../../wire/types.ts';
import { Icon } from '../page/icons.tsx';
import { AppLink, at } from '../page/links.tsx';
import { useQuantityText } from '../page/use-quantity-text.ts';

interface JudgementsProps {
  readonly meters: readonly JudgedByMeter[];
}

/** Each meter with its outcome: the value and the group, or why it does not count the event. */
export const Judgements = ({ meters }: JudgementsProps) => {
  const texts = useUsageEventTexts();
  if (meters.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.uncounted}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      {meters.map((judged) => (
        <Judgement key={judged.meterId} judged={judged} />
      ))}
    </Stack>
  );
};

const Judgement = ({ judged }: { readonly judged: JudgedByMeter }) => {
  const texts = useUsageEventTexts();
  const quantityText = useQuantityText();
  const { meterId, meterName, isCounted, isRemoval, value, group, code, detail } = judged;
  const name = meterName;
  // A value that is unique is no number, and is shown as it was sent.
  const shown = /^-?\d+(\.\d+)?$/u.test(value ?? '') ? quantityText(value ?? '', null) : value;
  const said = isRemoval ? texts.takes(name, shown ?? '') : texts.counts(name, shown ?? '');
  const groups = Object.entries(group ?? {});
  return (
    <div>
      <span className={`status ${isCounted ? 'good' : 'neutral'}`}>
        <Icon name={isCounted ? 'check' : 'cross'} size={14} />
        <AppLink to={at('meters', meterId)}>{isCounted ? said : texts.not(name)}</AppLink>
      </span>
      {groups.length > 0 && (
        <div className="price-line code">
          {groups.map(([property, text]) => `${property}: ${text ?? '–'}`).join(', ')}
        </div>
      )}
      {!isCounted && (
        <div className="price-line">{texts.reasons[code ?? ''] ?? detail ?? code}</div>
      )}
    </div>
  );
};
