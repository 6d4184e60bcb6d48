import type { DocumentLanguage } from '#domain/invoicing/document-form.ts';
import { german } from '#infrastructure/pdf/labels/de.ts';
import { english } from '#infrastructure/pdf/labels/en.ts';
import { spanish } from '#infrastructure/pdf/labels/es.ts';
import { french } from '#infrastructure/pdf/labels/fr.ts';
import type { Labels } from '#infrastructure/pdf/labels/labels.ts';

/**
 * Numbers and dates are written by these and not by Intl, whose forms change with its version: an
 * issued document never changes.
 */
export const labelsIn: Readonly<Record<DocumentLanguage, Labels>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
};
