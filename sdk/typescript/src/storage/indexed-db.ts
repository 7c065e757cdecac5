import { TakenOver } from '../errors.js'
import type { Message } from '../protocol.js'
import { complete, done } from './requests.js'
import type { ClientStorage, MessageRange, StorageBatch, StoredClient, StoredState } from './storage.js'

/**
 * The schema of version 1. A later version adds a step to `upgrade`; it never changes one that was released.
 *
 * | store | key | value |
 * |---|---|---|
 * | `state` | `'client'` | `StoredState` |
 * | | `'writer'` | the one who may write; absent: any |
 * | `conversations` | `conversation_id` | `StoredConversation` |
 * | `messages` | `[conversation_id, message_id]` | `Message` |
 * | `outbox` | `message.client_msg_id` | `StoredSend` |
 * | `people` | `user_id` | `Person` |
 */
const VERSION = 1
const STATE = 'client'
const WRITER = 'writer'
const STORES = ['state', 'conversations', 'messages', 'outbox', 'people'] as const
type StoreName = (typeof STORES)[number]

/** Keeps a user's messages in a database of the browser, which all tabs of the origin share. */
export class IndexedDbStorage implements ClientStorage {
  #closed: Error | null = null

  private constructor(
    private readonly database: IDBDatabase,
    private readonly writer: string | null,
    private readonly over: () => void,
  ) {
    // Another tab deletes the database, or has a newer schema for it. It waits until this one has let go.
    database.onversionchange = () => this.#lose(new TakenOver('another tab took the storage over'))
    // The browser threw it away. A new one would be empty, while who wrote to this one believes otherwise.
    database.onclose = () => this.#lose(new Error('the browser closed the storage'))
  }

  /**
   * @param name of the database, new or of an earlier run: see `databaseName`
   * @param writer who takes it over: what those write who had it before is refused from now on. Absent: nobody is kept out
   * @param over called when it is lost: the next one takes it over, deletes it or has a newer schema, or the browser closes it
   * @throws DOMException when the browser gives none, as some do in their private mode
   */
  static async open(name: string, writer: string | null = null, over = () => {}): Promise<IndexedDbStorage> {
    const request = indexedDB.open(name, VERSION)
    request.onupgradeneeded = () => upgrade(request.result)
    const storage = new IndexedDbStorage(await done(request), writer, over)
    if (writer !== null) await storage.#claim()
    return storage
  }

  /** Deletes what is in a database, and then it, once those who have it open have let go of it. */
  static async delete(name: string): Promise<void> {
    const storage = await IndexedDbStorage.open(name)
    await storage.clear()
    await storage.close()
    const request = indexedDB.deleteDatabase(name)
    await new Promise<void>((resolve, reject) => {
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error)
      // A page that the browser froze is told to let go when it thaws. The database is empty, and goes then.
      request.onblocked = () => resolve()
    })
  }

  async load(): Promise<StoredClient> {
    const transaction = this.#begin(['state', 'conversations', 'outbox', 'people'], 'readonly')
    const all = <T>(name: StoreName): Promise<T[]> => done(transaction.objectStore(name).getAll())
    const [state, conversations, outbox, people] = await Promise.all([
      done<StoredState | undefined>(transaction.objectStore('state').get(STATE)),
      all<StoredClient['conversations'][number]>('conversations'),
      all<StoredClient['outbox'][number]>('outbox'),
      all<StoredClient['people'][number]>('people'),
    ])
    outbox.sort((a, b) => a.ordinal - b.ordinal)
    return { state: state ?? null, conversations, outbox, people }
  }

  async write(batch: StorageBatch): Promise<void> {
    const names = storesOf(batch)
    if (names.size === 0) return this.#check()
    if (this.writer !== null) names.add('state')
    // What somebody wrote survives the power; what comes from the server can be had from it again.
    const durability = batch.sends === undefined ? 'relaxed' : 'strict'
    const transaction = this.#begin([...names], 'readwrite', { durability })
    const completed = complete(transaction)
    if (this.writer !== null) this.#guard(transaction)
    try {
      put(transaction, batch)
    } catch (cause) {
      // Such as a value that cannot be cloned: thrown by the call, which does not end the transaction.
      completed.catch(() => {})
      transaction.abort()
      throw cause
    }
    return completed.catch((cause: unknown) => {
      throw this.#closed ?? cause
    })
  }

  async messages(range: MessageRange): Promise<readonly Message[]> {
    if (range.from > range.to) return []
    const store = this.#begin(['messages'], 'readonly').objectStore('messages')
    const id = range.conversation_id
    const keys = IDBKeyRange.bound([id, range.from], [id, range.to])
    return range.newestFirst ? newest(store, keys, range.limit) : done(store.getAll(keys, range.limit))
  }

  async clear(): Promise<void> {
    const transaction = this.#begin(STORES, 'readwrite')
    for (const name of STORES) transaction.objectStore(name).clear()
    if (this.writer !== null) transaction.objectStore('state').put(this.writer, WRITER)
    return complete(transaction)
  }

  async close(): Promise<void> {
    this.#end(new Error('the storage is closed'))
  }

  async #claim(): Promise<void> {
    const transaction = this.#begin(['state'], 'readwrite')
    transaction.objectStore('state').put(this.writer, WRITER)
    return complete(transaction)
  }

  /** Who was taken for gone may write on, as a page that thaws: the transaction sees that, and not a question before it. */
  #guard(transaction: IDBTransaction): void {
    const request = transaction.objectStore('state').get(WRITER)
    request.onsuccess = () => {
      if (request.result === this.writer) return
      transaction.abort()
      this.#lose(new TakenOver('another tab took the storage over'))
    }
  }

  #lose(why: Error): void {
    this.#end(why)
    this.over()
  }

  #end(why: Error): void {
    this.#closed ??= why
    this.database.close()
  }

  #check(): void {
    if (this.#closed !== null) throw this.#closed
  }

  #begin(names: readonly StoreName[], mode: IDBTransactionMode, options?: IDBTransactionOptions): IDBTransaction {
    this.#check()
    return this.database.transaction(names, mode, options)
  }
}

/** One database for each user of each server: they have nothing in common, and go one by one. */
export function databaseName(server: string, userId: string): string {
  return `parley ${new URL(server).origin} ${userId}`
}

function upgrade(database: IDBDatabase): void {
  database.createObjectStore('state')
  database.createObjectStore('conversations', { keyPath: 'conversation_id' })
  database.createObjectStore('messages', { keyPath: ['conversation_id', 'message_id'] })
  database.createObjectStore('outbox', { keyPath: 'message.client_msg_id' })
  database.createObjectStore('people', { keyPath: 'user_id' })
}

function storesOf(batch: StorageBatch): Set<StoreName> {
  const names = new Set<StoreName>()
  if (batch.state !== undefined) names.add('state')
  if (batch.forget !== undefined || batch.conversations !== undefined) names.add('conversations')
  if (batch.forget !== undefined || batch.messages !== undefined) names.add('messages')
  if (batch.sends !== undefined || batch.sent !== undefined) names.add('outbox')
  if (batch.people !== undefined) names.add('people')
  return names
}

/** In the order of the fields: requests of one transaction are carried out as they were made. */
function put(transaction: IDBTransaction, batch: StorageBatch): void {
  const store = (name: StoreName): IDBObjectStore => transaction.objectStore(name)
  for (const id of batch.forget ?? []) {
    store('conversations').delete(id)
    // An array is above every string.
    store('messages').delete(IDBKeyRange.bound([id], [id, []]))
  }
  if (batch.state !== undefined) store('state').put(batch.state, STATE)
  for (const one of batch.conversations ?? []) store('conversations').put(one)
  for (const one of batch.messages ?? []) store('messages').put(one)
  for (const one of batch.sends ?? []) store('outbox').put(one)
  for (const id of batch.sent ?? []) store('outbox').delete(id)
  for (const one of batch.people ?? []) store('people').put(one)
}

function newest(store: IDBObjectStore, keys: IDBKeyRange, limit: number): Promise<Message[]> {
  const found: Message[] = []
  const request = store.openCursor(keys, 'prev')
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor !== null) found.push(cursor.value)
      if (cursor === null || found.length === limit) resolve(found)
      else cursor.continue()
    }
  })
}
