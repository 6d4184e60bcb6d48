/** How the product bills a customer where nothing else is stored. */
export const standardTerms = {
  paymentTermDays: null,
  isStopped: false,
  emails: [],
  taxRateIds: null,
  locale: null,
};
