import { type Database, type Dialect, type Query, StoreError } from './database.js';

interface Migration {
  readonly version: number;
  /** The oldest version of this list whose program may go on working with a store that has this. */
  readonly compatibleFrom: number;
  statements(dialect: Dialect): readonly string[];
}

/** In their order. What is here has run somewhere: it is never changed, only added to. */
const known: readonly Migration[] = [
  {
    version: 1,
    compatibleFrom: 1,
    statements: ({ text, tableOptions }) => [
      `create table loyalty_gw_meta (name ${text} primary key, value ${text} not null) ${tableOptions}`,
      // `person` has or claims the number, `held_for` may claim it; both are digests. `since`: when it came into its
      // state. `due`: when a claim's lease is over, and when the CRM is asked next about a doubtful one.
      `create table loyalty_gw_cards (
        number ${text} primary key,
        state ${text} not null check (state in ('free', 'reserved', 'issuing', 'issued', 'doubtful')),
        since bigint not null,
        reserved_until bigint,
        held_for ${text},
        person ${text},
        token ${text},
        due bigint,
        looks integer not null default 0
      ) ${tableOptions}`,
      `create index loyalty_gw_cards_free on loyalty_gw_cards (number) where state = 'free'`,
      `create index loyalty_gw_cards_reserved on loyalty_gw_cards (reserved_until)
        where state = 'reserved' and reserved_until is not null`,
      `create index loyalty_gw_cards_exported on loyalty_gw_cards (number)
        where state = 'reserved' and reserved_until is null`,
      `create index loyalty_gw_cards_held on loyalty_gw_cards (held_for)
        where state = 'reserved' and held_for is not null`,
      'create index loyalty_gw_cards_person on loyalty_gw_cards (person) where person is not null',
      `create index loyalty_gw_cards_due on loyalty_gw_cards (due) where state in ('issuing', 'doubtful')`,
    ],
  },
  {
    version: 2,
    compatibleFrom: 1,
    statements: () => [
      // Where a number stands in a scattered series. Version 1 gives them out without it, and leaves it empty.
      'alter table loyalty_gw_cards add column place bigint',
      `create index loyalty_gw_cards_place on loyalty_gw_cards (place) where state = 'free' and place is not null`,
    ],
  },
];

/**
 * Brings a store up to date, one process at a time; each migration is whole or not at all.
 *
 * @throws StoreError where a newer program has changed it so that this one cannot work with it
 */
export async function migrate(database: Database, migrations = known): Promise<void> {
  const { dialect } = database;
  const newest = migrations.at(-1)?.version ?? 0;
  const next = (query: Query) => step(query, dialect, migrations, newest);
  while (await database.transaction(next, { patient: true }));
}

/** Makes one migration. Returns whether there may be another. */
async function step(
  query: Query,
  dialect: Dialect,
  migrations: readonly Migration[],
  newest: number,
): Promise<boolean> {
  if (dialect.lock) await query(dialect.lock, ['loyalty_gw_migrations']);
  await query(
    `create table if not exists loyalty_gw_migrations
      (version integer primary key, compatible_from integer not null, applied bigint not null)`,
  );
  const [row] = await query(
    'select version, compatible_from from loyalty_gw_migrations order by version desc limit 1',
  );
  const version = Number(row?.version ?? 0);
  if (version > newest && Number(row?.compatible_from) > newest) {
    throw new StoreError(
      `the store of card numbers is of a newer loyalty-gw (its version ${version}, this one knows ${newest}); use that one or a later one`,
    );
  }
  const migration = migrations.find(each => each.version > version);
  if (!migration) return false;
  for (const statement of migration.statements(dialect)) await query(statement);
  await query(
    `insert into loyalty_gw_migrations (version, compatible_from, applied) values ($1, $2, ${dialect.now})`,
    [migration.version, migration.compatibleFrom],
  );
  return true;
}
