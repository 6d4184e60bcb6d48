import { useCan } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { AppLink, at } from './links.tsx';

type Remedy = 'completeSeller' | 'openBooks';

/** Both are mended in the settings of the tenant. */
const remedies: Readonly<Record<string, Remedy>> = {
  seller_incomplete: 'completeSeller',
  period_closed: 'openBooks',
};

/** The way to where a refusal or an issue is mended, by its code; nothing where there is none. */
export const RemedyLink = ({ code }: { readonly code: string }) => {
  const remedy = remedies[code];
  // Who is not signed in yet gets no refusal of these.
  return remedy === undefined ? null : <SettingsLink remedy={remedy} />;
};

const SettingsLink = ({ remedy }: { readonly remedy: Remedy }) => {
  const { due } = useTexts();
  const mayRead = useCan('getTenant');
  return mayRead ? <AppLink to={at('settings')}>{due[remedy]}</AppLink> : null;
};
