/** SQL on a TypeORM manager or data source, with the rows of a `returning` clause too (TypeORM answers those in a pair). */
export async function queryRows<Row extends object>(
  on: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  const answer: unknown = await on.query(sql, parameters ? [...parameters] : undefined);
  if (!Array.isArray(answer)) return [];
  const isPair = answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return (isPair ? answer[0] : answer) as Row[];
}
