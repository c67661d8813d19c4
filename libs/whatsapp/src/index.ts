export * from './inbound-event.js';
export { parseWebhook } from './parse-webhook.js';
export { verifySignature, answerChallenge, escapeAsMeta, type SignatureCheck } from './signature.js';
export { classifyError, errorTable, pairHoldSeconds, type ErrorClass } from './error-classes.js';
export * from './outbound-message.js';
export { checkLimits, LimitExceeded } from './send-limits.js';
export { cloudApi } from './cloud-api/gateway.js';
export type { CloudApiSettings } from './cloud-api/graph.js';
export { providerRef } from './provider-ref.js';
