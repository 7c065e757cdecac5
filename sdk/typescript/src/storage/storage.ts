import type { OutgoingMessage, Person, ReceiptCursors } from '../client.js'
import type { Conversation, Message } from '../protocol.js'

/**
 * Where one user's messages are kept on this device. One client (of all tabs) writes at a time; any may read.
 *
 * A store is told what to keep and understands none of it, but for the keys: conversations by `conversation_id`, messages
 * by `(conversation_id, message_id)`, unsent ones by `client_msg_id`, people by `user_id`. What it gives back may be shared
 * by its readers and is not to be changed.
 */
export interface ClientStorage {
  /** All but the messages, as of the last write. An empty store gives no state and empty lists. */
  load(): Promise<StoredClient>

  /**
   * Writes all of a batch or nothing of it, in the order of its fields, and is done when what it wrote outlives the program.
   * After a rejection the next read gives what was there before.
   */
  write(batch: StorageBatch): Promise<void>

  /** Messages of one conversation, at most `limit` of them. */
  messages(range: MessageRange): Promise<readonly Message[]>

  /** Forgets everything, in one step. */
  clear(): Promise<void>

  /** Ends the use of this object; what is written stays. Reads and writes after it are rejected. */
  close(): Promise<void>
}

/** What a store gives at the start. */
export interface StoredClient {
  readonly state: StoredState | null
  readonly conversations: readonly StoredConversation[]
  /** In the order in which they were written, by `ordinal`. */
  readonly outbox: readonly StoredSend[]
  readonly people: readonly Person[]
}

/** What is written in one step. A part that is absent stays as it is. */
export interface StorageBatch {
  /** These conversations go, with all their messages; before anything is put. */
  readonly forget?: readonly string[]
  readonly state?: StoredState
  readonly conversations?: readonly StoredConversation[]
  readonly messages?: readonly Message[]
  readonly sends?: readonly StoredSend[]
  /** `client_msg_id`s. */
  readonly sent?: readonly string[]
  readonly people?: readonly Person[]
}

export interface MessageRange {
  readonly conversation_id: string
  /** The lowest `message_id` of all, inclusive. */
  readonly from: string
  /** The highest, inclusive. */
  readonly to: string
  /** 1 or more. */
  readonly limit: number
  /** Whether those next to `to` come first, newest first; else those next to `from`, oldest first. */
  readonly newestFirst: boolean
}

export interface StoredState {
  readonly user_id: string
  readonly device_id: string
  /** The token of the last catch-up: all that it covers is written, at the latest along with it. */
  readonly since: string | null
}

/** A conversation as this device has it. */
export interface StoredConversation {
  readonly conversation_id: string
  /** Null while only messages of it came. `last_seq` is up to where `unread` counts. */
  readonly conversation: Conversation | null
  /** Null when this device does not know yet where it begins. */
  readonly cursor: StoredCursor | null
  readonly spans: readonly Span[]
  readonly preview: Message | null
  readonly active_at: number
  /** What was read here and the server has not confirmed. */
  readonly unconfirmed_read: string | null
  /** Of the others, as far as they are known. */
  readonly receipts: readonly ReceiptCursors[]
}

/** Up to where all of a conversation was received without a hole. */
export interface StoredCursor {
  readonly seq: number
  /** Null before the first. */
  readonly message_id: string | null
  /** Whether something came since the last catch-up. */
  readonly moved: boolean
}

/** A part of a conversation of which all messages that this user may see are stored. */
export interface Span {
  /** A `message_id`, inclusive. */
  readonly from: string
  /** Whether there is nothing to be seen before. */
  readonly begins: boolean
  /** Inclusive; null: up to the cursor, and growing with it. */
  readonly to: string | null
}

/** A message that is not in its conversation's order yet. */
export interface StoredSend {
  readonly message: OutgoingMessage
  /** Sends go in this order. */
  readonly ordinal: number
}
