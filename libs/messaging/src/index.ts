export type { Attempt } from './attempt.js';
export { applyTopology, type ApplyTopologyOptions, managementApi } from './apply-topology.js';
export { connectService, type ServiceConnections, type ServiceConnectionsOptions } from './connect-service.js';
export { SupervisedConnection } from './connection.js';
export { Consumer, type ConsumerOptions, type Settled } from './consumer.js';
export {
  AlreadyHandled,
  Forged,
  labelOf,
  LinkDown,
  NotYet,
  Permanent,
  Poison,
  type Verdict,
  verdictOf,
} from './errors.js';
export type { LinkGate } from './link-gate.js';
export {
  attemptHeader,
  copyOf,
  type Delivery,
  type Envelope,
  envelopeOf,
  errorHeader,
  firstFailedHeader,
  type Incoming,
  originHeader,
  propertiesOf,
  reasonHeader,
} from './message.js';
export { BrokerGone, Publisher, PublishRefused } from './publisher.js';
export { Relay, type RelayOptions } from './relay.js';
export {
  eventExchange,
  parkedExchange,
  type Permissions,
  stationUser,
  type Topology,
  topologyOf,
  waits,
} from './topology.js';
export { LoketTransport, type TransportOptions } from './transport.js';
