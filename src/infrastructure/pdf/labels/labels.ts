/** The words of a document in one language, and how it writes numbers and dates. */
export interface Labels {
  readonly invoice: string;
  readonly draft: string;
  readonly voided: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly purchaseOrder: string;
  readonly customerReference: string;
  readonly taxId: string;
  readonly from: string;
  readonly billedTo: string;
  readonly description: string;
  readonly quantity: string;
  /** Of the column of amounts, all in this currency. */
  readonly amountIn: (currency: string) => string;
  readonly carriedForward: string;
  readonly broughtForward: string;
  readonly movedToBalance: string;
  /** Of a line for usage that came after its period was invoiced. */
  readonly lateUsage: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  /** Of the sum that a tax is a part of. */
  readonly on: (base: string) => string;
  readonly total: string;
  readonly balanceApplied: string;
  readonly amountDue: string;
  readonly payableUntil: (date: string) => string;
  /** With `{page}` and `{pages}` where their numbers stand. */
  readonly pageOf: string;
  readonly decimalSign: string;
  /** Between groups of three digits. */
  readonly groupSign: string;
  readonly percentSign: string;
  /** @param month from 1 */
  readonly date: (year: string, month: number, day: number) => string;
}
