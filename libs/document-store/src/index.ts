// Encrypted files, and the sealing of fields and of texts that travel. Plain bytes and plain texts never reach a disk.
export {
  DocumentNotFound,
  DocumentTooLarge,
  defaultMaxBytes,
  documentStore,
  type DocumentStore,
  type KeptDocument,
  type SealedBytes,
} from './document-store.js';
export { openDocumentStore, type DocumentStoreSettings } from './open-document-store.js';
export { keepInFolder } from './keep-in-folder.js';
export { BucketAway, BucketRefused, keepInBucket, type Bucket } from './keep-in-bucket.js';
export { parseKeyRing, type DataKey, type KeyRing } from './key-ring.js';
export { decryptField, encryptField, indexOf, needsRewrite, parseIndexKey } from './encrypt-field.js';
export {
  generateSealKeys,
  parseSealPrivateKeys,
  parseSealPublicKey,
  seal,
  unseal,
  type SealPrivateKeys,
  type SealPublicKey,
} from './seal-text.js';
export { Tampered, UnknownKey } from './sealing-errors.js';
