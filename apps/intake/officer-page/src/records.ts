import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { z } from 'zod';
import { type Lock, type Sealed, Vault } from './vault.js';

type Bytes = Uint8Array<ArrayBuffer>;
/** What kinds of records there are; ids are unique within one. */
export type RecordType = 'device' | 'draft' | 'request' | 'photo' | 'relay';

interface Tables extends DBSchema {
  lock: { key: string; value: Lock };
  record: {
    key: [RecordType, string];
    value: { readonly type: RecordType; readonly id: string; readonly sealed: Sealed };
  };
}

/** The browser's own database, opened with the officer's PIN. */
export class Records {
  private constructor(
    private readonly database: IDBPDatabase<Tables>,
    private readonly vault: Vault,
  ) {}

  static async exist(): Promise<boolean> {
    return (await (await openDatabase()).count('lock')) > 0;
  }

  static async create(pin: string): Promise<Records> {
    const { vault, lock } = await Vault.create(pin);
    const database = await openDatabase();
    await database.put('lock', lock, 'lock');
    return new Records(database, vault);
  }

  /** @returns undefined for a wrong PIN */
  static async open(pin: string): Promise<Records | undefined> {
    const database = await openDatabase();
    const lock = await database.get('lock', 'lock');
    const vault = lock && (await Vault.open(lock, pin));
    return vault && new Records(database, vault);
  }

  async putBytes(type: RecordType, id: string, bytes: Bytes): Promise<void> {
    const sealed = await this.vault.seal(bytes, `${type}:${id}`);
    await this.database.put('record', { type, id, sealed });
  }

  async findBytes(type: RecordType, id: string): Promise<Bytes | undefined> {
    const row = await this.database.get('record', [type, id]);
    return row && this.vault.open(row.sealed, `${type}:${id}`);
  }

  put(type: RecordType, id: string, value: unknown): Promise<void> {
    return this.putBytes(type, id, new TextEncoder().encode(JSON.stringify(value)));
  }

  async find<S extends z.ZodType>(type: RecordType, id: string, shape: S): Promise<z.output<S> | undefined> {
    const bytes = await this.findBytes(type, id);
    return bytes && shape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  }

  async list<S extends z.ZodType>(type: RecordType, shape: S): Promise<z.output<S>[]> {
    const rows = await this.database.getAll('record', IDBKeyRange.bound([type, ''], [type, '\uffff']));
    return Promise.all(
      rows.map(async ({ id, sealed }) =>
        shape.parse(JSON.parse(new TextDecoder().decode(await this.vault.open(sealed, `${type}:${id}`)))),
      ),
    );
  }

  async remove(type: RecordType, id: string): Promise<void> {
    await this.database.delete('record', [type, id]);
  }
}

/** Forgets an enrolment that came to nothing. */
export async function forgetLock(): Promise<void> {
  const database = await openDatabase();
  await Promise.all([database.clear('lock'), database.clear('record')]);
}

let opening: Promise<IDBPDatabase<Tables>> | undefined;
function openDatabase(): Promise<IDBPDatabase<Tables>> {
  opening ??= openDB<Tables>('loket-petugas', 1, {
    upgrade(database) {
      database.createObjectStore('lock');
      database.createObjectStore('record', { keyPath: ['type', 'id'] });
    },
  });
  return opening;
}
