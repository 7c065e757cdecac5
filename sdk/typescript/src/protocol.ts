/**
 * What goes over the wire, as `docs/protocol.md` has it: names as they are there. Times are integer Unix milliseconds.
 * All ids are opaque; a `message_id` is 13 characters, and comparing the strings compares the ids.
 */

export type Role = 'owner' | 'admin' | 'member'
export type PresenceStatus = 'online' | 'away' | 'offline'
export type ReceiptKind = 'delivered' | 'read'

export interface Message {
  readonly conversation_id: string
  readonly message_id: string
  /** 1, 2, 3, … without gaps in each conversation, over messages of every kind. */
  readonly seq: number
  readonly from: string
  readonly text?: string
  readonly media_ids?: readonly string[]
  readonly server_ts: number
  /** One that this version does not know is not shown, and its `seq` counts. */
  readonly kind?: 'event' | (string & {})
  readonly event?: ConversationEvent
  /** Told to the sender's devices alone. */
  readonly client_msg_id?: string
}

export interface ConversationEvent {
  /** One that this version does not know is shown as such and counts all the same. */
  readonly what:
    | 'created'
    | 'members_added'
    | 'member_removed'
    | 'member_left'
    | 'renamed'
    | 'role_changed'
    | (string & {})
  readonly user_ids?: readonly string[]
  readonly title?: string
  readonly role?: Role
}

export interface Member {
  readonly user_id: string
  readonly role: Role
  readonly joined_at: number
}

export interface Conversation {
  readonly conversation_id: string
  readonly type: 'direct' | 'group'
  readonly title?: string
  readonly history: 'all' | 'joined'
  readonly member_count: number
  /** When there are at most 32. */
  readonly members?: readonly Member[]
  readonly role: Role
  readonly created_at: number
  readonly first_visible_seq: number
  readonly last_message_id: string | null
  readonly last_seq: number
  readonly read_message_id: string | null
  /** Messages, not events, after the read cursor. */
  readonly unread: number
}

/** What `synced` says of a conversation. */
export interface Standing {
  readonly last_message_id: string | null
  readonly last_seq: number
  readonly read_message_id: string | null
  readonly unread: number
  readonly more: boolean
}

export type ClientFrame = { readonly id?: string } & (
  | { type: 'auth'; token: string; device_id: string }
  | { type: 'send'; conversation_id: string; client_msg_id: string; text?: string; media_ids?: readonly string[] }
  | { type: 'receipt'; kind: ReceiptKind; conversation_id: string; message_id: string }
  | { type: 'typing'; conversation_id: string; active: boolean }
  | { type: 'presence'; status: 'online' | 'away' }
  | { type: 'watch'; user_ids: readonly string[] }
  | { type: 'sync'; since?: string; cursors?: Readonly<Record<string, string | null>>; limit?: number }
  | { type: 'ping' }
)

export type ServerFrame = { readonly id?: string } & (
  | { type: 'ready'; user_id: string; device_id: string; server_ts: number; heartbeat_ms: number }
  | {
      type: 'ack'
      client_msg_id: string
      conversation_id: string
      message_id: string
      seq: number
      server_ts: number
      duplicate?: true
    }
  | ({ type: 'message' } & Message)
  | {
      type: 'receipt'
      kind: ReceiptKind
      conversation_id: string
      user_id: string
      message_id: string
      server_ts: number
    }
  | { type: 'typing'; conversation_id: string; user_id: string; active: boolean }
  | { type: 'presence'; user_id: string; status: PresenceStatus; last_active_ts?: number }
  | { type: 'conversation'; conversation: Conversation; removed?: false }
  /** One is a member no more. */
  | { type: 'conversation'; conversation: RemovedConversation; removed: true }
  | {
      type: 'synced'
      conversations: Readonly<Record<string, Standing>>
      partial?: true
      since?: string
      reset?: true
    }
  | { type: 'resync'; within_ms: number }
  | { type: 'pong' }
  | { type: 'error'; code: ErrorCode; message: string; client_msg_id?: string; retry_after_ms?: number }
)

export interface RemovedConversation {
  readonly conversation_id: string
  readonly type: 'direct' | 'group'
}

export type ErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | (string & {})
