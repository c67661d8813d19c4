import pg from 'pg';

/** Signs in to PostgreSQL by the URL, does the work, signs out. */
export async function signedIn<T>(
  url: string,
  work: (ask: (sql: string) => Promise<pg.QueryResultRow[]>) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (sql) => (await client.query<pg.QueryResultRow>(sql)).rows);
  } finally {
    await client.end();
  }
}

/** Tries each statement and undoes it. @returns those that were not refused for want of a right, with what came instead */
export function allowedOf(url: string, statements: readonly string[]): Promise<string[]> {
  return signedIn(url, async (ask) => {
    const allowed: string[] = [];
    for (const sql of statements) {
      const code = await ask(`begin; ${sql}; rollback`).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
      await ask('rollback');
      if (code !== insufficientPrivilege) allowed.push(`${sql} (${code})`);
    }
    return allowed;
  });
}

const insufficientPrivilege = '42501';
