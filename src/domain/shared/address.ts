import { checkAll, orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { objectOf, plain } from '#domain/shared/snapshot.ts';
import { parseText } from '#domain/shared/text.ts';

/** Where somebody sits who bills or is billed, for invoices and taxes. */
export interface Address {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly state: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string;
}

/** An address as people write it: only the country is a must. */
export type AddressInput = Partial<
  Record<Exclude<keyof Address, 'country'>, string | null | undefined>
> & {
  readonly country: string;
};

export const addressLineLengthMax = 200;

/** @throws {InvalidValue} with every fault at once. */
export const parseAddress = (given: AddressInput): Address => {
  const line = orNull((text: string) => parseText(text, addressLineLengthMax));
  return checkAll({
    line1: () => line(given.line1),
    line2: () => line(given.line2),
    city: () => line(given.city),
    postalCode: () => line(given.postalCode),
    state: () => line(given.state),
    country: () => parseCountry(given.country),
  });
};

/** How events show it. */
export const addressEncoder = objectOf<Address>({
  line1: plain,
  line2: plain,
  city: plain,
  postalCode: plain,
  state: plain,
  country: plain,
});

/** @throws {InvalidValue} `invalid_country` when ISO 3166-1 does not assign the code. */
export const parseCountry = (text: string): string => {
  if (countryCodes.has(text)) return text;
  throw InvalidValue.because(
    'invalid_country',
    'A country is a code of ISO 3166-1, such as AT or US.',
  );
};

/** ISO 3166-1 alpha-2, officially assigned, as of 2026. */
export const countryCodes: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
  BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
  EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
  HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
  LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
  NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
  SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
  TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(/\s+/),
);
