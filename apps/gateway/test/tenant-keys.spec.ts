/** Which keys a workspace does not lead: the table of docs/operations/scaling.md, compared with the catalog. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from './database';

const PAGE = join(__dirname, '../../../docs/operations/scaling.md');

/** Of tables that have tenants' rows, but not those of one row a workspace. */
const KEYS = `
with tables as (
  select c.oid, c.relname as name, exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as named
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
)
select t.name, t.named,
  (select string_agg(keys.columns, ', ' order by keys.columns) from (
    select '(' || string_agg(a.attname, ', ' order by k.place) || ')' as columns
    from pg_index i, unnest(i.indkey::smallint[]) with ordinality k(number, place)
    join pg_attribute a on a.attnum = k.number
    where i.indrelid = t.oid and a.attrelid = t.oid and i.indisunique
    group by i.indexrelid having not bool_or(a.attname = 'workspace_id')) keys) as keys,
  (select string_agg(distinct f.confrelid::regclass::text, ', ') from pg_constraint f
    where f.conrelid = t.oid and f.contype = 'f' and f.confrelid <> 'workspaces'::regclass) as refers
from tables t
where t.name not in ('schema_migrations', 'event_sequencer', 'workers', 'workspaces', 'rate_windows')
order by t.named, t.name`;

interface Row {
  name: string;
  named: boolean;
  keys: string | null;
  refers: string | null;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());

it('says of every table which keys and references would have to change', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Row>(KEYS);
  await client.end();
  const lines = rows
    .filter(({ named, keys, refers }) => !named || keys !== null || refers !== null)
    .map(({ name, named, keys, refers }) => [`\`${name}\``, named ? 'yes' : 'no', keys ?? '', refers ?? '']);
  const page = readFileSync(PAGE, 'utf8');
  const [, table = ''] = /<!-- keys -->([\s\S]*?)<!-- \/keys -->/.exec(page) ?? [];
  const written = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(written).toEqual(lines);
});
