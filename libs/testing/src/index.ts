export { eventually } from './eventually.js';
export { type TestBench, testBench } from './test-bench.js';
export { fileInArchive, rowsOfWorkbook } from './read-workbook.js';
export { type Said, type TestBroker, testBroker } from './test-broker.js';
export { type TestDatabase, testDatabase } from './test-database.js';
export { type TestKeys, testKeys } from './test-keys.js';
export { type PeerAnswer, type TestPeer, testPeer } from './test-peer.js';
export { type TestServers, testServers, withUser } from './test-servers.js';
export * from './toxic-proxy.js';
