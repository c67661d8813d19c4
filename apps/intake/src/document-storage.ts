/** Injects the store of original documents. */
export const DOCUMENT_STORE = Symbol('the document store');
