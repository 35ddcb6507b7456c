import type pg from 'pg';

/**
 * The schema as text, the same from every PostgreSQL of 15 and newer and from PGlite: told by the catalogue,
 * because pg_dump's text differs between versions and is not everywhere.
 */
export async function dumpSchema(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string; definition: string }>(dump);
  return (
    [
      '-- The schema that the migrations make. Generated: `npx vitest run migrations --update` writes it again.',
      ...rows.map(({ definition }) => definition),
    ].join('\n\n') + '\n'
  );
}

const dump = `
select
  relname as name,
  'create table ' || relname || E' (\\n' || (
    select string_agg('  ' || line, E',\\n' order by part, place)
    from (
      select
        1 as part,
        attnum::text::integer as place,
        concat_ws(
          ' ',
          attname,
          format_type(atttypid, atttypmod),
          case when attcollation <> typcollation then 'collate "' || collname || '"' end,
          case when attnotnull then 'not null' end,
          'default ' || pg_get_expr(adbin, adrelid)
        ) as line
      from pg_attribute
      join pg_type on pg_type.oid = atttypid
      left join pg_collation on pg_collation.oid = attcollation
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped
      union all
      select
        2,
        row_number() over (order by contype desc, conname)::integer,
        'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint
      where conrelid = pg_class.oid and contype <> 'n'
    ) as lines
  ) || E'\\n)' || coalesce(' with (' || array_to_string(reloptions, ', ') || ')', '') || ';' || coalesce((
    select string_agg(E'\\n' || pg_get_indexdef(indexrelid) || ';', '' order by indexrelid::regclass::text)
    from pg_index
    where indrelid = pg_class.oid and not exists (select from pg_constraint where conindid = indexrelid)
  ), '') as definition
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
order by relname`;
