import type { Query } from './database.js';

/** Reads one of the facts that a store keeps about itself. */
export async function readMeta(query: Query, name: string, forUpdate = ''): Promise<string | undefined> {
  const [row] = await query(`select value from loyalty_gw_meta where name = $1 ${forUpdate}`, [name]);
  return row && String(row.value);
}

/** Writes one of the facts that a store keeps about itself. */
export async function writeMeta(query: Query, name: string, value: string): Promise<void> {
  await query(
    `insert into loyalty_gw_meta (name, value) values ($1, $2)
      on conflict (name) do update set value = excluded.value`,
    [name, value],
  );
}
