import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foundAs } from '#application/shared/search.ts';

/**
 * A search goes by tokens, half as many as there were terms and in one index instead of two: what
 * has a token, newest first. The rest of a word is looked for in what the row itself is found as.
 */
export class SearchTokens1764700000000 implements MigrationInterface {
  readonly name = 'SearchTokens1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table search_terms; ${unforced('no force')}`);
    await runner.query(`${columns} ${tokens} ${tokensOf}`);
    for (const { table, kind, texts } of searchable) {
      await markExisting(runner, table, texts);
      await runner.query(
        `insert into search_tokens (tenant_id, kind, token, subject_id)
          select tenant_id, $1, token, id
          from ${table} cross join search_tokens_of(found_as) as token`,
        [kind],
      );
    }
    await runner.query(`${unforced('force')} ${fence('search_tokens')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${unforced('no force')} ${terms}`);
    for (const { table, kind } of searchable) await runner.query(fillTerms(table), [kind]);
    await runner.query(`
      ${unforced('force')} ${fence('search_terms')}
      drop table search_tokens;
      drop function search_tokens_of(text);
      ${searchable.map(({ table }) => `alter table ${table} drop column found_as;`).join(' ')}`);
  }
}

const searchable = [
  { table: 'customers', kind: 'cus', texts: 'name, email, external_id' },
  { table: 'products', kind: 'prod', texts: 'name, code' },
  { table: 'plans', kind: 'plan', texts: 'name, code' },
] as const;

// The owner is bound by row-level security like everybody; for this transaction it is not.
const unforced = (force: 'force' | 'no force'): string =>
  searchable.map(({ table }) => `alter table ${table} ${force} row level security;`).join(' ');

const columns = searchable
  .map(({ table }) => `alter table ${table} add column found_as text collate "C";`)
  .join(' ');

// Derived, with what the rows of other tables are found as. Written with them, by the repositories.
const tokens = `
  create table search_tokens (
    tenant_id uuid not null,
    kind text collate "C" not null,
    token text collate "C" not null,
    subject_id uuid not null,
    primary key (tenant_id, kind, token, subject_id)
  );`;

// As `foundAs` marks them: each after a line feed and before a tab.
const tokensOf = `
  create function search_tokens_of(found_as text) returns setof text
  language sql immutable parallel safe as $$
    select distinct left(split_part(line, E'\\t', 1), 64) collate "C"
    from unnest(string_to_array(found_as, E'\\n')) as line where line <> ''
  $$;`;

const batch = 5000;

interface Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly texts: readonly (string | null)[];
}

const markExisting = async (runner: QueryRunner, table: string, texts: string): Promise<void> => {
  const nil = '00000000-0000-0000-0000-000000000000';
  let last: Row = { tenant_id: nil, id: nil, texts: [] };
  for (;;) {
    const rows = (await runner.query(
      `select tenant_id, id, array[${texts}] as texts from ${table}
        where (tenant_id, id) > ($1, $2) order by tenant_id, id limit ${batch}`,
      [last.tenant_id, last.id],
    )) as readonly Row[];
    await runner.query(
      `update ${table} t set found_as = marked.found_as
        from unnest($1::uuid[], $2::uuid[], $3::text[]) as marked (tenant_id, id, found_as)
        where t.tenant_id = marked.tenant_id and t.id = marked.id`,
      [
        rows.map(({ tenant_id: tenantId }) => tenantId),
        rows.map(({ id }) => id),
        rows.map((row) => foundAs(row.texts)),
      ],
    );
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end;
  }
  await runner.query(`alter table ${table} alter column found_as set not null`);
};

const terms = `
  create table search_terms (
    tenant_id uuid not null,
    subject_id uuid not null,
    kind text collate "C" not null,
    term text collate "C" not null,
    primary key (tenant_id, subject_id, term)
  );
  create index search_terms_term_idx on search_terms (tenant_id, kind, term, subject_id);`;

// A term was what follows the beginning of a token, up to the next space.
const fillTerms = (table: string): string => `
  insert into search_terms (tenant_id, subject_id, kind, term)
  select distinct tenant_id, id, $1,
    left(replace(array_to_string(lines[line:], ''), E'\\t', ''), 64) collate "C"
  from ${table}
  cross join unnest(string_to_array(found_as, ' ')) as piece
  cross join string_to_array(substr(piece, 2), E'\\n') as lines
  cross join generate_subscripts(lines, 1) as line
  where piece <> ''`;

// The sub-select makes PostgreSQL ask once a statement instead of once a row.
const fence = (table: string): string => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy tenant on ${table} to billing_app
    using (tenant_id = (select current_tenant_id()))
    with check (tenant_id = (select current_tenant_id()));
  grant select, insert, update, delete on ${table} to billing_app;`;
