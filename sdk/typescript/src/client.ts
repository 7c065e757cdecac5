/** What the client library gives to programs. Everything is readable without a connection: from what is kept on disk. */

import type { Clock, Network, Random, SocketConstructor } from './host.js'
import type { Conversation, Message, PresenceStatus, ReceiptKind } from './protocol.js'
import type { ParleyApi } from './rest/api.js'

/** A value that changes. The same object is returned until it does, as React's `useSyncExternalStore` wants it. */
export interface Readable<T> {
  get(): T
  /** @returns what ends the subscription */
  subscribe(listener: () => void): () => void
}

/** Gives access tokens, for as long as the client is open. */
export interface TokenProvider {
  /**
   * @param rejected the token that the server refused or whose time is nearly over; absent at first
   * @returns a token that is good for a while
   * @throws SignedOut when there will be no more: the client stops with `connection` at `signed-out`
   */
  token(rejected?: string): Promise<string>
}

export interface ClientOptions {
  /** The address of the server, such as `https://chat.example.org`. */
  readonly server: string
  readonly userId: string
  readonly tokens: TokenProvider
  /** Kept for the life of an install. Default: one is made and kept in the storage. */
  readonly deviceId?: string
  /** Default: IndexedDB where there is one, else memory. */
  readonly storage?: import('./storage/storage.js').ClientStorage
  /** Whether all tabs of this origin and user share one socket. Default: where the browser has Web Locks. */
  readonly shareSocket?: boolean
  /** Default: the global one; Node has it from 22 on, before it the package `ws` does. */
  readonly WebSocket?: SocketConstructor
  /** Default: the global one. */
  readonly fetch?: typeof fetch
  /** Default: the machine's. */
  readonly clock?: Clock
  /** Default: `Math.random`. It spreads reconnects, and makes ids that are unique and not secret. */
  readonly random?: Random
  /** Default: the events of a browser. React Native gives its own. */
  readonly network?: Network
}

export type ConnectionStatus =
  | { readonly state: 'connecting' }
  /** Connected, and catching up. What is shown may be old. */
  | { readonly state: 'syncing' }
  | { readonly state: 'online' }
  /** No connection; the next try is at `retryAt` (Unix ms), or at once when the machine is `online` again. */
  | { readonly state: 'waiting'; readonly retryAt: number }
  /** The same device connected elsewhere (4409). Stays so until `reconnect()`. */
  | { readonly state: 'replaced' }
  /** There are no more tokens. `erased`: the user signed out in another tab, and what was kept of him is deleted. */
  | { readonly state: 'signed-out'; readonly erased?: true }
  | { readonly state: 'closed' }

export interface ConversationSummary extends Conversation {
  /** The newest message (not event) that this device knows, for the list. */
  readonly preview: Message | null
  /** When something last happened, Unix ms: the list is sorted by it. */
  readonly active_at: number
}

export type SendState = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

/** A message on its way. It leaves `Timeline.outgoing` once it stands in the conversation's order. */
export interface OutgoingMessage {
  readonly client_msg_id: string
  readonly conversation_id: string
  readonly text?: string
  readonly media_ids?: readonly string[]
  /** When it was written, by this device's clock. */
  readonly created_at: number
  readonly state: 'queued' | 'sending' | 'failed'
  /** Why it failed, for people to act on: only a refusal fails a message, never the network. */
  readonly error?: { readonly code: string; readonly message: string }
}

export interface TimelineState {
  /** In order, without holes: a window of the conversation that ends at the newest unless `hasNewer`. */
  readonly messages: readonly Message[]
  /** This device's messages that are not in the order yet, as they were written. */
  readonly outgoing: readonly OutgoingMessage[]
  readonly hasOlder: boolean
  readonly hasNewer: boolean
  readonly loading: 'older' | 'newer' | 'jump' | null
  /** The last load that failed; trying again clears it. */
  readonly error: Error | null
}

/** One conversation's messages. Several may be open at the same time; each is closed by who opened it. */
export interface Timeline extends Readable<TimelineState> {
  readonly conversationId: string
  /** The page before the first. Does nothing when there is none or one is on its way. */
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Moves the window to around a message, or to the newest. */
  jumpTo(target: 'latest' | { readonly messageId: string }): Promise<void>
  close(): void
}

export interface PresenceState {
  readonly status: PresenceStatus
  readonly last_active_ts?: number
}

export interface Person {
  readonly user_id: string
  readonly display_name: string
}

export interface ReceiptCursors {
  readonly user_id: string
  readonly delivered_message_id: string | null
  readonly read_message_id: string | null
}

export interface ClientEvents {
  /** A message that this device did not have, live or by catch-up: each once, each conversation's in order. */
  message: Message
  receipt: { kind: ReceiptKind; conversation_id: string; user_id: string; message_id: string }
  failed: OutgoingMessage
  removed: { conversation_id: string }
}

export interface ParleyClient {
  readonly userId: string
  readonly deviceId: string
  readonly api: ParleyApi
  readonly connection: Readable<ConnectionStatus>
  /** The latest active first. */
  readonly conversations: Readable<readonly ConversationSummary[]>
  /** `undefined` while it isn't known, or when one is no member. */
  conversation(conversationId: string): Readable<ConversationSummary | undefined>
  timeline(conversationId: string): Timeline
  /** What is not in its conversation's order yet, of all conversations, as it was written: what signing out would lose. */
  readonly outgoing: Readable<readonly OutgoingMessage[]>
  /** Who is typing there now, oneself left out. */
  typing(conversationId: string): Readable<readonly string[]>
  /** How far the others have received and read, in direct chats and groups of up to 32. */
  receipts(conversationId: string): Readable<readonly ReceiptCursors[]>
  /** Watches somebody's presence for as long as there is a subscription. */
  presence(userId: string): Readable<PresenceState | undefined>
  /** The name to show; the user id until it is known. */
  person(userId: string): Readable<Person>

  /** Stored before it returns its state; it is sent as soon as there is a connection, also after a restart. */
  send(conversationId: string, body: { text?: string; media_ids?: readonly string[] }): Promise<OutgoingMessage>
  /** Sends a failed one again, with its `client_msg_id`. */
  retry(clientMsgId: string): Promise<void>
  /**
   * Drops one that failed or was never under way, for ever once it returns. Any other may be stored at the server, and stays.
   *
   * @returns whether it was dropped
   */
  discard(clientMsgId: string): Promise<boolean>
  /** Everything up to and including that message is read. Moves forward only. */
  markRead(conversationId: string, messageId: string): void
  /** Call it at each key; it is told at most every 3 s, and ends by itself. */
  setTyping(conversationId: string, active: boolean): void
  setPresence(status: 'online' | 'away'): void
  /** Takes the connection (back), now. */
  reconnect(): void
  on<E extends keyof ClientEvents>(event: E, listener: (value: ClientEvents[E]) => void): () => void
  close(): Promise<void>
}
