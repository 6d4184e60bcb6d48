import { SimpleGrid, Stack } from '@mantine/core';
import { call } from '../../api/session.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useMetadataTexts } from '../../texts/metadata.ts';
import { useSubscriptionDetailTexts } from '../../texts/subscription-details.ts';
import type { FormValues } from '../../values/form-values.ts';
import { metadataFieldOf, repeatedKeys } from '../../values/metadata.ts';
import { subscriptionTextBody, subscriptionTextValues } from '../../values/subscription-texts.ts';
import type { Subscription } from '../../wire/types.ts';
import { MergeAlert, useEditForm } from '../form/edit-form.tsx';
import { TextField } from '../form/fields.tsx';
import { ChangeForm } from '../form/form.tsx';
import { MetadataFields } from '../form/metadata-fields.tsx';
import { Section } from '../page/page.tsx';
import { announce } from '../shell/announcer.tsx';

/** The name, the references and the metadata of a subscription, running or ended. */
export const SubscriptionTexts = ({ subscription }: { readonly subscription: Subscription }) => {
  const { agreements, common, customers } = useTexts();
  const texts = useSubscriptionDetailTexts();
  const { repeated } = useMetadataTexts();
  const params = { subscriptionId: subscription.id };
  const { form, merge, saveMerged } = useEditForm<Subscription, FormValues>({
    resource: subscription,
    toValues: subscriptionTextValues,
    toBody: subscriptionTextBody,
    check: (values) => repeatedKeys(values, repeated),
    fieldOf: metadataFieldOf,
    save: (version, changes) => call('updateSubscription', { params, version, body: changes }),
    readAgain: () => call('getSubscription', { params }),
    onSaved: () => announce(common.saved),
  });
  return (
    <Section title={texts.title}>
      <Stack gap="md" maw={640}>
        {merge !== undefined && <MergeAlert merge={merge} onSave={saveMerged} />}
        <ChangeForm form={form} action={common.save} edits="updateSubscription">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextField form={form} name="name" label={common.name} hint={texts.nameHint} />
            <TextField
              form={form}
              name="externalId"
              label={agreements.externalId}
              hint={customers.externalIdHint}
            />
            <TextField
              form={form}
              name="purchaseOrder"
              label={agreements.purchaseOrder}
              hint={texts.purchaseOrderHint}
            />
          </SimpleGrid>
          <MetadataFields form={form} />
        </ChangeForm>
      </Stack>
    </Section>
  );
};
