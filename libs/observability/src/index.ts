export { fullDiskOf, noteFullDisk } from './full-disk.js';
export { bind, createLogger, logger, type Log, type LogField, type LogFields } from './log.js';
export { mask, maskAddress } from './mask.js';
export { counter, gauge, histogram, metrics, observeProcess } from './metrics.js';
export { nestLogger } from './nest-logger.js';
export {
  attribute,
  contextFrom,
  continuing,
  currentTraceId,
  currentTraceparent,
  describeSpan,
  flushTraces,
  injectTrace,
  inSpan,
  linkTo,
  traceIdOf,
  type SpanOptions,
} from './tracing.js';
