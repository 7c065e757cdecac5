import type { Person, PresenceState, ReceiptCursors } from '../client.js'
import { ParleyError } from '../errors.js'
import { uuid } from '../ids.js'
import type { Conversation, Member, Message, Role } from '../protocol.js'
import type { Calls } from './calls.js'
import {
  type Guard,
  isConversation,
  isMember,
  isMessage,
  isObject,
  isPerson,
  isReceiptCursors,
  shape,
} from './shapes.js'

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Asks for the next part; null at the end. */
  readonly next_cursor: string | null
}

/** Which part of a list. */
export interface PageOf {
  /** `next_cursor` of the part before; absent for the first. */
  readonly cursor?: string | null
  /** 1 to 200; the server's default is 50. */
  readonly limit?: number
}

export interface Me extends Person {
  readonly username?: string
}

export interface StoredMessage {
  readonly message_id: string
  readonly seq: number
  readonly server_ts: number
  /** Whether it had been sent before. */
  readonly duplicate: boolean
}

export type Platform = 'apns' | 'fcm' | 'webpush' | (string & {})

export interface Device {
  readonly device_id: string
  /** Of its last push token. */
  readonly platform?: Platform
  readonly last_seen: number
  /** `gone`: the platform knows its token no more. */
  readonly push: { readonly state: 'none' | 'registered' | 'gone'; readonly gone_at?: number }
}

export interface Presence extends PresenceState {
  readonly user_id: string
}

/** How one is woken. */
export interface NotificationSettings {
  /** How much of a message a notification shows. */
  readonly preview: 'full' | 'sender' | 'nothing'
  /** `HH:MM`; `from` is in them and `to` is not. */
  readonly quiet_hours: { readonly from: string; readonly to: string; readonly time_zone: string } | null
}

/** What of a conversation wakes one. */
export interface ConversationNotifications {
  readonly level: 'all' | 'mentions' | 'none'
  /** When everything wakes one again, Unix ms; null: never. */
  readonly until: number | null
}

export interface Push {
  /** The `applicationServerKey` with which browsers subscribe; null without Web Push. */
  readonly vapid_public_key: string | null
  readonly platforms: readonly Platform[]
}

export interface TestPush {
  readonly outcome: string
  readonly provider_id: string | null
  readonly reason: string | null
  readonly retry_after_ms: number | null
}

/** How far one's own message has come. */
export interface MessageTrace {
  readonly message_id: string
  readonly stored_at: number
  readonly state: 'stored' | 'delivered' | 'read'
  readonly member_count: number
  readonly delivered_count: number
  readonly read_count: number
  /** In direct chats and groups of at most 32. */
  readonly members?: readonly { readonly user_id: string; readonly state: 'stored' | 'delivered' | 'read' }[]
}

/**
 * The REST interface of a server, for one user. Every call is done within half a minute, besides what the token provider
 * takes, or throws a `ParleyError`: what the server refused has the code of the wire contract, and `unreachable` says that
 * there was no answer, so that whether the server acted is not known. After `unauthorized` a fresh token is asked for, once.
 * Nothing else is retried.
 */
export class ParleyApi {
  constructor(private readonly calls: Calls) {}

  /** Who one is. */
  me(): Promise<Me> {
    return this.#get('/api/users/me', isPerson)
  }

  /**
   * Users whose id or name is the query, then those whose begins with it.
   *
   * @param query 1 to 64 characters
   * @param limit 1 to 50
   */
  async users(query: string, limit = 20): Promise<readonly Me[]> {
    return this.#list(`/api/users${parameters({ query, limit })}`, 'users', isPerson)
  }

  /** The direct conversation with a user, made if it is not there. */
  direct(userId: string): Promise<Conversation> {
    return this.#call('POST', '/api/conversations', { type: 'direct', member_ids: [userId] }, isConversation)
  }

  /**
   * Makes a group, once for a key.
   *
   * @param memberIds the others, up to 999
   * @param options.history whether later members see what was before them; default `all`
   * @param options.key the same again gives the group that it made; keep it across retries
   */
  group(
    title: string,
    memberIds: readonly string[],
    options: { history?: 'all' | 'joined'; key?: string } = {},
  ): Promise<Conversation> {
    const body = {
      type: 'group',
      title,
      member_ids: memberIds,
      history: options.history ?? 'all',
      client_conversation_id: options.key ?? uuid(Date.now(), Math.random),
    }
    return this.#call('POST', '/api/conversations', body, isConversation)
  }

  /** One's conversations, the latest active first. */
  conversations(page: PageOf = {}): Promise<Page<Conversation>> {
    return this.#page('/api/conversations', page, 'conversations', isConversation)
  }

  conversation(conversationId: string): Promise<Conversation> {
    return this.#get(path(conversationId), isConversation)
  }

  rename(conversationId: string, title: string): Promise<Conversation> {
    return this.#call('PATCH', path(conversationId), { title }, isConversation)
  }

  members(conversationId: string, page: PageOf = {}): Promise<Page<Member>> {
    return this.#page(`${path(conversationId)}/members`, page, 'members', isMember)
  }

  /** Those who are there stay as they are. */
  addMembers(conversationId: string, userIds: readonly string[]): Promise<Conversation> {
    return this.#call('POST', `${path(conversationId)}/members`, { user_ids: userIds }, isConversation)
  }

  /** `owner` makes the old owner an admin. */
  setRole(conversationId: string, userId: string, role: Role): Promise<Member> {
    return this.#call('PUT', `${path(conversationId)}/members/${encodeURIComponent(userId)}`, { role }, isMember)
  }

  /** Takes somebody out of a group; oneself: leaves it. */
  async removeMember(conversationId: string, userId: string): Promise<void> {
    await this.calls.call('DELETE', `${path(conversationId)}/members/${encodeURIComponent(userId)}`)
  }

  /** How far the members have received and read. */
  receipts(conversationId: string, page: PageOf = {}): Promise<Page<ReceiptCursors>> {
    return this.#page(`${path(conversationId)}/receipts`, page, 'receipts', isReceiptCursors)
  }

  /** Sends without the outbox. The same again is the same message. */
  async send(
    conversationId: string,
    clientMsgId: string,
    body: { text?: string; media_ids?: readonly string[] },
  ): Promise<StoredMessage> {
    const whole = { conversation_id: conversationId, client_msg_id: clientMsgId, ...body }
    const answer = await this.calls.call('POST', '/api/messages', whole)
    const read = checked(
      answer.body,
      shape<Omit<StoredMessage, 'duplicate'>>({ message_id: 'string', seq: 'number', server_ts: 'number' }),
    )
    return { ...read, duplicate: answer.status === 200 }
  }

  /**
   * `before` a message id: newest first. `after` one: oldest first. Neither: the newest, newest first. Both are exclusive.
   *
   * @param range.limit 1 to 200
   */
  messages(
    conversationId: string,
    range: { before?: string; after?: string; limit?: number } = {},
  ): Promise<Page<Message>> {
    return this.#page(`${path(conversationId)}/messages`, range, 'messages', isMessage)
  }

  /** Moves one's read cursor, forward only. `ParleyClient.markRead` does the same with less waiting. */
  async markRead(conversationId: string, messageId: string): Promise<void> {
    await this.calls.call('PUT', `${path(conversationId)}/read`, { message_id: messageId })
  }

  /** One's devices, at most 100. */
  async devices(): Promise<readonly Device[]> {
    return this.#list('/api/devices', 'devices', isDevice)
  }

  device(deviceId: string): Promise<Device> {
    return this.#get(device(deviceId), isDevice)
  }

  /** Says how a device is woken; with `webpush` the token is the browser's subscription as JSON. */
  registerDevice(deviceId: string, platform: Platform, pushToken: string | PushSubscriptionJSON): Promise<Device> {
    return this.#call('PUT', device(deviceId), { platform, push_token: pushToken }, isDevice)
  }

  /** Forgets a device, and closes its socket. */
  async removeDevice(deviceId: string): Promise<void> {
    await this.calls.call('DELETE', device(deviceId))
  }

  /** Sends a device a notification now. Five a minute. */
  testPush(deviceId: string): Promise<TestPush> {
    return this.#call('POST', `${device(deviceId)}/test-push`, undefined, shape<TestPush>({ outcome: 'string' }))
  }

  /** By which services this server wakes devices. */
  push(): Promise<Push> {
    return this.#get('/api/push', shape<Push>({ vapid_public_key: 'string?', platforms: 'object' }))
  }

  /** Who of some users is there. Those who share no conversation with one are left out. */
  async presence(userIds: readonly string[]): Promise<readonly Presence[]> {
    const query = userIds.map((id) => `user_id=${encodeURIComponent(id)}`).join('&')
    return this.#list(`/api/presence?${query}`, 'presence', shape<Presence>({ user_id: 'string', status: 'string' }))
  }

  notifications(): Promise<NotificationSettings> {
    return this.#get('/api/users/me/notifications', isNotificationSettings)
  }

  /** Replaces all of it. */
  setNotifications(settings: NotificationSettings): Promise<NotificationSettings> {
    return this.#call('PUT', '/api/users/me/notifications', settings, isNotificationSettings)
  }

  conversationNotifications(conversationId: string): Promise<ConversationNotifications> {
    return this.#get(`${path(conversationId)}/notifications`, isConversationNotifications)
  }

  setConversationNotifications(
    conversationId: string,
    settings: ConversationNotifications,
  ): Promise<ConversationNotifications> {
    return this.#call('PUT', `${path(conversationId)}/notifications`, settings, isConversationNotifications)
  }

  /** How far one's own message has come. */
  trace(conversationId: string, messageId: string): Promise<MessageTrace> {
    const at = `/api/messages/${encodeURIComponent(conversationId)}/${encodeURIComponent(messageId)}/trace`
    return this.#get(at, shape<MessageTrace>({ message_id: 'string', state: 'string', member_count: 'number' }))
  }

  #get<T>(path: string, guard: Guard<T>): Promise<T> {
    return this.#call('GET', path, undefined, guard)
  }

  async #call<T>(method: string, path: string, body: unknown, guard: Guard<T>): Promise<T> {
    return checked((await this.calls.call(method, path, body)).body, guard)
  }

  async #list<T>(path: string, field: string, guard: Guard<T>): Promise<readonly T[]> {
    return items((await this.calls.call('GET', path)).body, field, guard)
  }

  async #page<T>(path: string, query: Query, field: string, guard: Guard<T>): Promise<Page<T>> {
    const { body } = await this.calls.call('GET', `${path}${parameters(query)}`)
    const next = isObject(body) ? body['next_cursor'] : null
    return { items: items(body, field, guard), next_cursor: typeof next === 'string' ? next : null }
  }
}

type Query = Readonly<Record<string, string | number | null | undefined>> | PageOf

const isDevice = shape<Device>({ device_id: 'string', last_seen: 'number', push: 'object' })
const isNotificationSettings = shape<NotificationSettings>({ preview: 'string', quiet_hours: 'object?' })
const isConversationNotifications = shape<ConversationNotifications>({ level: 'string', until: 'number?' })

function path(conversationId: string): string {
  return `/api/conversations/${encodeURIComponent(conversationId)}`
}

function device(deviceId: string): string {
  return `/api/devices/${encodeURIComponent(deviceId)}`
}

function parameters(query: Query): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  return said.length === 0 ? '' : `?${said.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

function items<T>(body: unknown, field: string, guard: Guard<T>): readonly T[] {
  const list = isObject(body) ? body[field] : undefined
  if (!Array.isArray(list)) throw new ParleyError('unreachable', `the answer has no ${field}`)
  return list.map((one: unknown) => checked(one, guard))
}

function checked<T>(value: unknown, guard: Guard<T>): T {
  if (!guard(value)) throw new ParleyError('unreachable', 'the answer is not as the contract says')
  return value
}
