import type { DataSource } from 'typeorm';

/** The name under which the walk through a table's files is noted. */
export const filesOf = (table: string) => `files of ${table}`;

/** Tables that name files of the document store: every one with a `store_key`, but the list of those that are to go. */
export async function fileTables(dataSource: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await dataSource.query(
    `select table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = 'store_key' and table_name <> 'file_to_remove' order by 1`,
  );
  return rows.map(({ name }) => name);
}
