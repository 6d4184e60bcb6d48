import { bilingual } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the forms that have it: the start of the panel does not wait for them.

const metadata = bilingual(
  {
    title: 'Metadata',
    text: 'For your own programs. Nothing here depends on it, and no invoice shows it.',
    keyNumber: (number: number) => `Key ${number}`,
    valueNumber: (number: number) => `Value ${number}`,
    add: 'Add metadata',
    remove: (number: number) => `Remove metadata ${number}`,
    repeated: 'Another row has this key.',
  },
  {
    title: 'Metadaten',
    text: 'Für Ihre eigenen Programme. Nichts hier hängt davon ab, keine Rechnung zeigt sie.',
    keyNumber: (number: number) => `Schlüssel ${number}`,
    valueNumber: (number: number) => `Wert ${number}`,
    add: 'Metadaten hinzufügen',
    remove: (number: number) => `Metadaten ${number} entfernen`,
    repeated: 'Eine andere Zeile hat diesen Schlüssel.',
  },
);

export const useMetadataTexts = (): (typeof metadata)['en'] => metadata[useLanguage()];
