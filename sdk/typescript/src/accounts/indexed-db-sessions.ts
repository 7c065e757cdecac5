import { complete, done } from '../storage/requests.js'
import type { SessionStore, StoredSession } from './session-store.js'

const DATABASE = 'parley sessions'
const STORE = 'sessions'

/** In a database of this origin, which no other can read; with one session for each server. */
export class IndexedDbSessions implements SessionStore {
  private constructor(
    private readonly database: IDBDatabase,
    private readonly server: string,
  ) {}

  /** @throws DOMException when the browser gives no database */
  static async open(server: string): Promise<IndexedDbSessions> {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    const database = await done(request)
    database.onversionchange = () => database.close()
    return new IndexedDbSessions(database, server)
  }

  async read(): Promise<StoredSession | null> {
    const store = this.database.transaction(STORE).objectStore(STORE)
    return (await done<StoredSession | undefined>(store.get(this.server))) ?? null
  }

  async write(session: StoredSession | null, insteadOf?: string): Promise<boolean> {
    const transaction = this.database.transaction(STORE, 'readwrite', { durability: 'strict' })
    const completed = complete(transaction)
    const store = transaction.objectStore(STORE)
    const kept = await done<StoredSession | undefined>(store.get(this.server))
    const isWanted = insteadOf === undefined || kept?.refresh_token === insteadOf
    if (isWanted && session === null) store.delete(this.server)
    else if (isWanted) store.put(session, this.server)
    await completed
    return isWanted
  }
}
