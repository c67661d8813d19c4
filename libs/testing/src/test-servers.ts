/** The administrator URLs of the PostgreSQL and RabbitMQ that `npm test` has started. */
export interface TestServers {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly managementUrl: string;
}

/** @throws Error that says how to get them */
export function testServers(): TestServers {
  const { TEST_DATABASE_URL, TEST_AMQP_URL, TEST_RABBITMQ_MANAGEMENT_URL } = process.env;
  if (!TEST_DATABASE_URL || !TEST_AMQP_URL || !TEST_RABBITMQ_MANAGEMENT_URL) {
    throw new Error(
      'this test needs real servers: run it by `npm test -- <path>`, or start `node scripts/servers.mjs --folder /tmp/x` and set the three variables it prints',
    );
  }
  return {
    databaseUrl: TEST_DATABASE_URL,
    amqpUrl: TEST_AMQP_URL,
    managementUrl: TEST_RABBITMQ_MANAGEMENT_URL,
  };
}

/** A URL with another user, password or path. */
export function withUser(url: string, user: string, password: string, path?: string): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  if (path !== undefined) changed.pathname = path;
  return changed.toString();
}
