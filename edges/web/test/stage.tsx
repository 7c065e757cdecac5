import {
  type Conversation,
  MemoryStorage,
  type Message,
  openClient,
  type ParleyClient,
  type ServerFrame,
} from '@parley/client'
import { ParleyProvider } from '@parley/react'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ScriptedServer } from '../../../sdk/typescript/test/scripted-server.ts'

export const idOf = (seq: number): string => seq.toString().padStart(13, '0')

export function message(seq: number, from: string, text: string, more: Partial<Message> = {}): Message {
  const server_ts = Date.UTC(2026, 10, 24, 12) + seq * 1000
  return { conversation_id: 'c-1', message_id: idOf(seq), seq, from, text, server_ts, ...more }
}

export interface Opening {
  readonly type?: 'direct' | 'group'
  readonly title?: string
  readonly members?: readonly string[]
  readonly messages?: readonly Message[]
  /** Up to which `seq` the reader, `me`, has read; default: all. */
  readonly read?: number
  readonly names?: Readonly<Record<string, string>>
  /** The first sync knows of no conversation: it begins while one is connected. */
  readonly later?: boolean
  readonly storage?: MemoryStorage
}

/** The client library as it is, before a server that a test plays: one conversation, `c-1`, of which `me` is a member. */
export class Stage {
  readonly server = new ScriptedServer()
  readonly #messages: Message[]
  readonly #read: number
  client: ParleyClient | undefined

  constructor(private readonly opening: Opening = {}) {
    this.#messages = [...(opening.messages ?? [])]
    this.#read = opening.read ?? this.#messages.at(-1)?.seq ?? 0
    this.server.rest = (method, path) => this.#rest(method, path)
    this.server.onFrame = (socket, frame) => {
      if (frame.type === 'auth') {
        socket.say({ type: 'ready', user_id: 'me', device_id: 'd', server_ts: Date.now(), heartbeat_ms: 30_000 })
      } else if (frame.type === 'sync') {
        const { last_message_id, last_seq, read_message_id, unread } = this.#conversation()
        const standing = { last_message_id, last_seq, read_message_id, unread, more: false }
        socket.say({
          type: 'synced',
          conversations: this.opening.later === true ? {} : { 'c-1': standing },
          since: 's',
          ...(frame.id ? { id: frame.id } : {}),
        })
      }
    }
  }

  async open(children: ReactNode): Promise<ParleyClient> {
    const client = await openClient({
      server: 'http://server',
      userId: 'me',
      deviceId: 'd',
      tokens: { token: async () => 't' },
      storage: this.opening.storage ?? new MemoryStorage(),
      shareSocket: false,
      WebSocket: this.server.socketClass,
      fetch: this.server.fetch,
      network: { subscribe: () => () => undefined },
    })
    this.client = client
    render(<ParleyProvider client={client}>{children}</ParleyProvider>)
    return client
  }

  /** The server says something, and what follows from it is done. */
  async say(frame: ServerFrame): Promise<void> {
    await act(async () => this.server.last.say(frame))
  }

  async receive(...messages: readonly Message[]): Promise<void> {
    this.#messages.push(...messages)
    await act(async () => {
      for (const message of messages) this.server.last.say({ type: 'message', ...message })
    })
  }

  /** The frames of a kind that were heard on all sockets. */
  heard<T extends string>(type: T) {
    return this.server.sockets.flatMap((socket) => socket.heard).filter((frame) => frame.type === type)
  }

  /** The conversation begins while one is connected. */
  async begin(): Promise<void> {
    await this.say({ type: 'conversation', conversation: this.#conversation() })
  }

  async close(): Promise<void> {
    await this.client?.close()
  }

  #conversation(): Conversation {
    const { type = 'group', title = 'Group', members = ['ann', 'bob'] } = this.opening
    const last = this.#messages.at(-1)?.seq ?? 0
    return {
      conversation_id: 'c-1',
      type,
      ...(type === 'group' ? { title } : {}),
      history: 'all',
      member_count: members.length + 1,
      members: ['me', ...members].map((user_id) => ({ user_id, role: 'member', joined_at: 0 })),
      role: 'member',
      created_at: 0,
      first_visible_seq: 1,
      last_message_id: last === 0 ? null : idOf(last),
      last_seq: last,
      read_message_id: this.#read === 0 ? null : idOf(this.#read),
      unread: this.#messages.filter((one) => one.seq > this.#read && one.kind !== 'event').length,
    }
  }

  #rest(_method: string, path: string): { body: unknown } | undefined {
    const url = new URL(path, 'http://server')
    const userId = url.searchParams.get('query')
    if (url.pathname === '/api/users' && userId !== null) {
      return { body: { users: [{ user_id: userId, display_name: this.opening.names?.[userId] ?? userId }] } }
    }
    if (url.pathname === '/api/conversations')
      return { body: { conversations: [this.#conversation()], next_cursor: null } }
    if (url.pathname === '/api/conversations/c-1') return { body: this.#conversation() }
    if (url.pathname === '/api/conversations/c-1/receipts') return { body: { receipts: [], next_cursor: null } }
    if (url.pathname === '/api/conversations/c-1/messages') return { body: this.#page(url.searchParams) }
    return undefined
  }

  #page(query: URLSearchParams) {
    const limit = Number(query.get('limit') ?? 50)
    const [before, after] = [query.get('before'), query.get('after')]
    const fitting = this.#messages.filter(
      ({ message_id }) => (before === null || message_id < before) && (after === null || message_id > after),
    )
    const messages = after === null ? fitting.reverse().slice(0, limit) : fitting.slice(0, limit)
    return { messages, next_cursor: messages.length < fitting.length ? (messages.at(-1)?.message_id ?? null) : null }
  }
}
