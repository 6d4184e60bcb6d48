import { Text } from '@mantine/core';
import { useTexts } from '../../texts/catalogue.ts';
import type { Feature } from '../../wire/types.ts';
import { useMeter } from '../metering/use-meters.ts';
import { MeterName } from '../page/names.tsx';
import { Section } from '../page/page.tsx';
import { useQuantityText } from '../page/use-quantity-text.ts';
import { Rows } from '../table/data-table.tsx';

/** The features of a plan or a version. Nothing is shown where it has none. */
export const FeatureTable = ({ features }: { readonly features?: readonly Feature[] }) => {
  const texts = useTexts().features;
  if (features === undefined || features.length === 0) return null;
  return (
    <Section title={texts.title}>
      <Rows
        label={texts.title}
        data={features}
        keyOf={({ code }) => code}
        columns={[
          { header: texts.feature, cell: ({ code }) => <span className="code">{code}</span> },
          { header: texts.extent, cell: (feature) => <FeatureText feature={feature} /> },
        ]}
      />
    </Section>
  );
};

/** A feature in words. */
export const FeatureText = ({ feature }: { readonly feature: Feature }) => {
  const { features } = useTexts();
  switch (feature.kind) {
    case 'boolean':
      return features.included;
    case 'value':
      return feature.value;
    case 'limit':
      return <LimitText feature={feature} />;
  }
};

const LimitText = ({ feature }: { readonly feature: Feature }) => {
  const { catalog, features, prices } = useTexts();
  const quantityText = useQuantityText();
  const { limit, interval } = feature;
  const meterId = feature.meterId ?? '';
  const unit = useMeter(meterId)?.unit ?? null;
  const most =
    typeof limit === 'string' ? features.upTo(quantityText(limit, unit)) : features.unlimited;
  return (
    <>
      {most}
      {interval && ` ${catalog.every(interval.count, interval.unit)}`}
      <Text size="sm" c="dimmed" component="div">
        {prices.usageOf} <MeterName id={meterId} />
      </Text>
    </>
  );
};
