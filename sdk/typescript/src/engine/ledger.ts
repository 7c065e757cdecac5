import type { OutgoingMessage, Person } from '../client.js'
import { asError } from '../errors.js'
import type { Clock } from '../host.js'
import type { Message } from '../protocol.js'
import type { ClientStorage, MessageRange, StorageBatch, StoredConversation, StoredState } from '../storage/storage.js'

const RETRY_MS = 1_000

/** What is to be kept of something, at the moment of writing; null when it is gone. */
export interface LedgerOwner {
  state(): StoredState
  conversation(conversationId: string): StoredConversation | null
  /** The storage is full. @returns conversations of which no message need be kept any more; empty when all else is needed */
  makeRoom(): readonly string[]
}

/** What waits to be written, in the order of what it says. */
class Pending {
  state = false
  readonly forget = new Set<string>()
  readonly conversations = new Set<string>()
  readonly messages = new Map<string, Map<string, Message>>()
  readonly sends = new Map<string, { message: OutgoingMessage; ordinal: number }>()
  readonly sent = new Set<string>()
  readonly people = new Map<string, Person>()
  readonly waiting: { done: () => void; failed: (error: Error) => void }[] = []

  get empty(): boolean {
    return (
      !this.state &&
      [this.forget, this.conversations, this.messages, this.sends, this.sent, this.people].every((s) => s.size === 0)
    )
  }
}

/**
 * Writes what the engine's steps leave to be kept: one batch at a time, of all that came since the last. As steps are whole
 * and a batch is atomic, what is on disk is always how things stood between two steps.
 */
export class Ledger {
  #next = new Pending()
  #writing: Pending | null = null
  #closed = false
  #resting = false

  constructor(
    private readonly storage: ClientStorage,
    private readonly clock: Clock,
    private readonly owner: LedgerOwner,
  ) {}

  state(): void {
    this.#next.state = true
  }

  conversation(conversationId: string): void {
    this.#next.conversations.add(conversationId)
  }

  forget(conversationId: string): void {
    this.#next.forget.add(conversationId)
    this.#next.messages.delete(conversationId)
  }

  message(message: Message): void {
    put(this.#next, message)
  }

  send(message: OutgoingMessage, ordinal: number): void {
    this.#next.sent.delete(message.client_msg_id)
    this.#next.sends.set(message.client_msg_id, { message, ordinal })
  }

  sent(clientMsgId: string): void {
    this.#next.sends.delete(clientMsgId)
    this.#next.sent.add(clientMsgId)
  }

  person(person: Person): void {
    this.#next.people.set(person.user_id, person)
  }

  /** Done when all of this step and before is written; rejected when writing it failed at first. */
  written(): Promise<void> {
    return new Promise((done, failed) => {
      this.#next.waiting.push({ done, failed })
    })
  }

  /** The end of a step: writes, now or after what is being written. */
  commit(): void {
    const now = this.#next
    if (this.#writing !== null || this.#closed || this.#resting || (now.empty && now.waiting.length === 0)) return
    this.#writing = now
    this.#next = new Pending()
    this.#write(now).then(
      () => this.#wrote(now),
      (cause: unknown) => this.#failed(now, asError(cause)),
    )
  }

  /** Messages as they stand, written or not. */
  async messages(range: MessageRange): Promise<Message[]> {
    const conversation = range.conversation_id
    const parts = [this.#writing, this.#next]
    const isForgotten = parts.some((part) => part?.forget.has(conversation))
    const unwritten = parts.flatMap((part) => [...(part?.messages.get(conversation)?.values() ?? [])])
    const stored = isForgotten ? [] : await this.storage.messages(range)
    const fresh = unwritten.filter((one) => one.message_id >= range.from && one.message_id <= range.to)
    if (fresh.length === 0) return [...stored]
    const all = new Map([...stored, ...fresh].map((one) => [one.message_id, one]))
    const order = range.newestFirst ? -1 : 1
    return [...all.values()].sort((a, b) => (a.message_id < b.message_id ? -order : order)).slice(0, range.limit)
  }

  /** Writes what is left. The storage stays open. */
  async close(): Promise<void> {
    const last = this.written()
    this.#resting = false
    this.commit()
    await last.catch(() => {})
    this.#closed = true
  }

  async #write(pending: Pending): Promise<void> {
    if (!pending.empty) await this.storage.write(this.#batch(pending))
  }

  #batch(pending: Pending): StorageBatch {
    const conversations = [...pending.conversations].flatMap((id) => this.owner.conversation(id) ?? [])
    const messages = [...pending.messages.values()].flatMap((one) => [...one.values()])
    return {
      ...(pending.forget.size > 0 ? { forget: [...pending.forget] } : {}),
      ...(pending.state ? { state: this.owner.state() } : {}),
      ...(conversations.length > 0 ? { conversations } : {}),
      ...(messages.length > 0 ? { messages } : {}),
      ...(pending.sends.size > 0 ? { sends: [...pending.sends.values()] } : {}),
      ...(pending.sent.size > 0 ? { sent: [...pending.sent] } : {}),
      ...(pending.people.size > 0 ? { people: [...pending.people.values()] } : {}),
    }
  }

  #wrote(pending: Pending): void {
    this.#writing = null
    for (const one of pending.waiting) one.done()
    this.commit()
  }

  #failed(pending: Pending, error: Error): void {
    this.#writing = null
    this.#next = merged(pending, this.#next)
    const room = error.name === 'QuotaExceededError' ? this.owner.makeRoom() : []
    if (room.length > 0) {
      // Old messages can be had from the server again; what somebody wrote, from nobody.
      for (const id of room) {
        this.#next.forget.add(id)
        this.#next.conversations.add(id)
      }
      this.#next.waiting.unshift(...pending.waiting)
      this.commit()
      return
    }
    for (const one of pending.waiting) one.failed(error)
    this.#resting = true
    this.clock.later(RETRY_MS, () => {
      this.#resting = false
      this.commit()
    })
  }
}

function put(pending: Pending, message: Message): void {
  let all = pending.messages.get(message.conversation_id)
  if (all === undefined) {
    all = new Map()
    pending.messages.set(message.conversation_id, all)
  }
  all.set(message.message_id, message)
}

/** What was not written, and what came after it, as one. */
function merged(before: Pending, after: Pending): Pending {
  const both = new Pending()
  both.state = before.state || after.state
  for (const part of [before, after]) {
    for (const id of part.forget) {
      both.forget.add(id)
      both.messages.delete(id)
    }
    for (const id of part.conversations) both.conversations.add(id)
    for (const all of part.messages.values()) for (const one of all.values()) put(both, one)
    for (const [id, send] of part.sends) {
      both.sent.delete(id)
      both.sends.set(id, send)
    }
    for (const id of part.sent) {
      both.sends.delete(id)
      both.sent.add(id)
    }
    for (const [id, person] of part.people) both.people.set(id, person)
  }
  both.waiting.push(...after.waiting)
  return both
}
