/** The options of `create database` for a database whose locale lowers `I` to `ı`. */
export const turkish =
  "locale_provider icu icu_locale 'tr-TR' lc_collate 'C' lc_ctype 'C' encoding 'UTF8'";

/** Settings that a database may have, each of which changes how a session reads or writes. */
export const alteredSettings: Readonly<Record<string, string>> = {
  DateStyle: 'German',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Pacific/Apia',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  xmloption: 'document',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  row_security: 'off',
  statement_timeout: '1',
  lock_timeout: '1',
  idle_session_timeout: '200',
  idle_in_transaction_session_timeout: '1',
  transaction_timeout: '100',
  search_path: 'public, pg_catalog',
  client_encoding: 'LATIN1',
  client_min_messages: 'debug1',
  plan_cache_mode: 'force_generic_plan',
  default_text_search_config: 'turkish',
  quote_all_identifiers: 'on',
};
