/** `20 %` of the rate `0.20`, in the viewer's language: exact, with as many digits as it has. */
export const percentText = (rate: string, language: string): string =>
  new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 20,
    numberingSystem: 'latn',
  }).format(rate as Intl.StringNumericLiteral);
