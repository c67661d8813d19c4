export { type Cause, type SayOfRow, type Tx, UnitOfWork } from './unit-of-work.js';
export { queryRows } from './query-rows.js';
export { Outbox, type OutboxRow, setAsideAfter, tryToLead } from './outbox.js';
export { isInInbox, takeIntoInbox, takeManyIntoInbox } from './inbox.js';
export { CreateOutboxAndInbox1760000000000 } from './migration.js';
export { makeRole, prepareSchema, type SchemaRoles } from './prepare-schema.js';
export { assertDurable, createDataSource, type DatabaseOptions, migrate } from './database.js';
