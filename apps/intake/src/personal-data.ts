import {
  decryptField,
  encryptField,
  indexOf,
  type KeyRing,
  needsRewrite,
  parseIndexKey,
  parseKeyRing,
} from '#document-store';

/** Seals what may not lie open in a table, and finds it again by a keyed fingerprint. */
export class PersonalData {
  private readonly keys: KeyRing;
  private readonly indexKey: Buffer;

  /** @param keys LOKET_KEY @param indexKey LOKET_INDEX_KEY @throws Error that never repeats a key */
  constructor(keys: string, indexKey: string) {
    this.keys = parseKeyRing(keys);
    this.indexKey = parseIndexKey(indexKey);
  }

  /** @param place binds it to its row and column: `application.nik:<id>` */
  seal(text: string, place: string): string {
    return encryptField(this.keys, text, place);
  }

  open(sealed: string, place: string): string {
    return decryptField(this.keys, sealed, place);
  }

  /** The id of the key that writes now, and whether there are older ones that only read. */
  get writesWith(): { readonly keyId: string; readonly isRotating: boolean } {
    return { keyId: this.keys.current.id, isRotating: this.keys.all.length > 1 };
  }

  /** The same text under the newest key; undefined where it is under that already. */
  rewrite(sealed: string, place: string): string | undefined {
    return needsRewrite(this.keys, sealed) ? this.seal(this.open(sealed, place), place) : undefined;
  }

  /** As `open`; what is not there stays null. */
  openOr(sealed: string | null, place: string): string | null {
    return sealed === null ? null : this.open(sealed, place);
  }

  /** A fingerprint to look a value up by: `kind` keeps a phone number from matching an equal ticket. */
  index(
    kind: 'nik' | 'enrolment' | 'name-word' | 'phone' | 'scoped-id' | 'tracking-code' | 'address' | 'body' | 'event',
    text: string,
  ): string {
    return indexOf(this.indexKey, `${kind}:${text}`);
  }
}
