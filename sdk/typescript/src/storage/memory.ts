import type { Person } from '../client.js'
import type { Message } from '../protocol.js'
import type {
  ClientStorage,
  MessageRange,
  StorageBatch,
  StoredClient,
  StoredConversation,
  StoredSend,
  StoredState,
} from './storage.js'

class Kept {
  state: StoredState | null = null
  readonly conversations = new Map<string, StoredConversation>()
  /** Each conversation's in the order of their ids. */
  readonly messages = new Map<string, Message[]>()
  readonly outbox = new Map<string, StoredSend>()
  readonly people = new Map<string, Person>()
}

/** A store that lasts as long as the program: for tests, and for programs that want to keep nothing. */
export class MemoryStorage implements ClientStorage {
  readonly #kept: Kept
  #closed = false

  /** @param before one whose content this one goes on with */
  constructor(before?: MemoryStorage) {
    this.#kept = before === undefined ? new Kept() : before.#kept
  }

  async load(): Promise<StoredClient> {
    const kept = this.#open()
    return {
      state: kept.state,
      conversations: [...kept.conversations.values()],
      outbox: [...kept.outbox.values()].sort((a, b) => a.ordinal - b.ordinal),
      people: [...kept.people.values()],
    }
  }

  async write(batch: StorageBatch): Promise<void> {
    const kept = this.#open()
    // Read before anything is changed: what cannot be read leaves all as it was.
    const messages = (batch.messages ?? []).map((message) => ({ ...message }))
    for (const id of batch.forget ?? []) {
      kept.conversations.delete(id)
      kept.messages.delete(id)
    }
    kept.state = batch.state ?? kept.state
    for (const one of batch.conversations ?? []) kept.conversations.set(one.conversation_id, one)
    for (const message of messages) put(kept.messages, message)
    for (const send of batch.sends ?? []) kept.outbox.set(send.message.client_msg_id, send)
    for (const id of batch.sent ?? []) kept.outbox.delete(id)
    for (const person of batch.people ?? []) kept.people.set(person.user_id, person)
  }

  async messages(range: MessageRange): Promise<readonly Message[]> {
    const all = this.#open().messages.get(range.conversation_id) ?? []
    const first = place(all, range.from)
    const last = place(all, range.to)
    const end = all[last]?.message_id === range.to ? last + 1 : last
    return range.newestFirst
      ? all.slice(Math.max(first, end - range.limit), Math.max(first, end)).reverse()
      : all.slice(first, Math.min(end, first + range.limit))
  }

  /** All that is kept, as a batch that gives it to an empty store. */
  snapshot(): StorageBatch {
    const kept = this.#open()
    return {
      ...(kept.state === null ? {} : { state: kept.state }),
      conversations: [...kept.conversations.values()],
      messages: [...kept.messages.values()].flat(),
      sends: [...kept.outbox.values()],
      people: [...kept.people.values()],
    }
  }

  async clear(): Promise<void> {
    const kept = this.#open()
    kept.state = null
    for (const map of [kept.conversations, kept.messages, kept.outbox, kept.people]) map.clear()
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  #open(): Kept {
    if (this.#closed) throw new Error('the storage is closed')
    return this.#kept
  }
}

function put(conversations: Map<string, Message[]>, message: Message): void {
  let all = conversations.get(message.conversation_id)
  if (all === undefined) {
    all = []
    conversations.set(message.conversation_id, all)
  }
  const at = place(all, message.message_id)
  all.splice(at, all[at]?.message_id === message.message_id ? 1 : 0, message)
}

/** The index of the first message whose id is not below. */
function place(messages: readonly Message[], id: string): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.message_id ?? '') < id) low = middle + 1
    else high = middle
  }
  return low
}
