/** Loaded by `node --import` before the service itself, so that http, fetch and pg are traced from their first call. */
import { startTracing } from './start-tracing.js';

startTracing(process.env);
