import type {
  ConnectionStatus,
  ConversationSummary,
  OutgoingMessage,
  Person,
  PresenceState,
  ReceiptCursors,
} from '../client.js'
import type { Message, ReceiptKind } from '../protocol.js'

/**
 * What an engine says and is told, as plain data that can be posted to other tabs: one engine runs, and every view of it is
 * built from a snapshot and the changes after it. Changes of one step come together; a view shows all of them or none.
 */
export type Change =
  /** All that is known; replaces what was told before. The first change of all, and again when another engine took over. */
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'connection'; readonly status: ConnectionStatus }
  | { readonly type: 'conversation'; readonly summary: ConversationSummary }
  /** One is a member no more. */
  | { readonly type: 'gone'; readonly conversation_id: string }
  /** These follow the message `after_seq`; with them all up to `to_seq` is known. Some numbers may stand for nothing to show. */
  | {
      readonly type: 'messages'
      readonly conversation_id: string
      readonly after_seq: number
      readonly to_seq: number
      readonly messages: readonly Message[]
    }
  /** All that is on its way to a conversation, in its order. */
  | { readonly type: 'outgoing'; readonly conversation_id: string; readonly outgoing: readonly OutgoingMessage[] }
  | { readonly type: 'receipts'; readonly conversation_id: string; readonly receipts: readonly ReceiptCursors[] }
  | { readonly type: 'typing'; readonly conversation_id: string; readonly user_ids: readonly string[] }
  | { readonly type: 'presence'; readonly user_id: string; readonly presence: PresenceState }
  | { readonly type: 'person'; readonly person: Person }
  /** What happened once, for `ParleyClient.on`. */
  | { readonly type: 'event'; readonly event: Happening }

export type Happening =
  | { readonly name: 'message'; readonly value: Message }
  | {
      readonly name: 'receipt'
      readonly value: {
        readonly kind: ReceiptKind
        readonly conversation_id: string
        readonly user_id: string
        readonly message_id: string
      }
    }
  | { readonly name: 'failed'; readonly value: OutgoingMessage }
  | { readonly name: 'removed'; readonly value: { readonly conversation_id: string } }

export interface Snapshot {
  readonly device_id: string
  readonly status: ConnectionStatus
  readonly conversations: readonly ConversationSummary[]
  readonly outgoing: readonly OutgoingMessage[]
  readonly receipts: readonly { readonly conversation_id: string; readonly receipts: readonly ReceiptCursors[] }[]
  readonly typing: readonly { readonly conversation_id: string; readonly user_ids: readonly string[] }[]
  readonly presence: readonly { readonly user_id: string; readonly presence: PresenceState }[]
  readonly people: readonly Person[]
}

/** Where a page of a conversation is. */
export type HistoryPlace =
  | { readonly at: 'latest' }
  | { readonly at: 'before' | 'after' | 'around'; readonly message_id: string }

/** A part of a conversation in order, without holes. */
export interface HistoryPage {
  readonly messages: readonly Message[]
  readonly has_older: boolean
  readonly has_newer: boolean
  /** Up to where all is known, when nothing newer is: later `messages` that follow it can be appended. */
  readonly to_seq: number
}

/** What an engine can be asked. Arguments and results are plain data; a refusal rejects with a `ParleyError`. */
export interface Commands {
  /** The same again, with the same `clientMsgId`, is the same message. */
  send(
    conversationId: string,
    body: { readonly text?: string; readonly media_ids?: readonly string[] },
    clientMsgId: string,
  ): Promise<OutgoingMessage>
  retry(clientMsgId: string): Promise<void>
  discard(clientMsgId: string): Promise<boolean>
  markRead(conversationId: string, messageId: string): Promise<void>
  setTyping(conversationId: string, active: boolean): Promise<void>
  setPresence(status: 'online' | 'away'): Promise<void>
  reconnect(): Promise<void>
  history(conversationId: string, place: HistoryPlace, limit: number): Promise<HistoryPage>
  /** Whom this seat wants to see; replaces its last list. */
  watch(userIds: readonly string[]): Promise<void>
  /** Tells the name of somebody, now or once it is known. */
  person(userId: string): Promise<void>
  /** Learns how far the others have read, now and again after each loss of the connection, as long as it is the last asked. */
  follow(conversationIds: readonly string[]): Promise<void>
}

/** One view's place at an engine. */
export interface Seat {
  readonly commands: Commands
  leave(): void
}

/** An engine, or what stands for one in another tab. */
export interface EngineLink {
  /** Tells a snapshot, now or later, and then every change. */
  attach(listener: (changes: readonly Change[]) => void): Seat
  /** Ends this end of the link; what is kept stays. */
  close(): Promise<void>
}
