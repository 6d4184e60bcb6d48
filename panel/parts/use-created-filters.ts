import { useTexts } from '../texts/catalogue.ts';
import type { FilterSpec } from './filters.tsx';

/** Filters by the day of creation, which the tenant's time zone counts on the server. */
export const useCreatedFilters = (): readonly FilterSpec[] => {
  const texts = useTexts();
  return [
    { kind: 'date', name: 'createdOn[gte]', label: texts.common.from },
    { kind: 'date', name: 'createdOn[lte]', label: texts.common.until },
  ];
};
