import type { ClientFrame, Conversation, Message } from '../src/protocol.js'
import { ScriptedServer, type ScriptedSocket } from './scripted-server.js'
import type { VirtualClock } from './virtual-clock.js'

export const ME = 'ann'

interface Talk {
  readonly id: string
  readonly history: 'all' | 'joined'
  readonly messages: Message[]
  member: boolean
  firstVisible: number
  read: string | null
}

/** What the network does with live frames and with REST calls, and the server with sends: from 0, never, to 1. */
export interface Faults {
  lose: number
  double: number
  reorder: number
  refuseRest: number
  refuseSend: number
}

export const NO_FAULTS: Faults = { lose: 0, double: 0, reorder: 0, refuseRest: 0, refuseSend: 0 }

/** A server for one user in a few lines, right in all that it is asked; what it says live goes through a bad network. */
export class ModelServer extends ScriptedServer {
  readonly talks = new Map<string, Talk>()
  readonly sent = new Map<string, Message>()
  faults: Faults = NO_FAULTS
  #socket: ScriptedSocket | undefined
  #isUp = false
  /** What is on its way to the client, in its order. */
  #frames: Record<string, unknown>[] = []

  constructor(
    private readonly clock: VirtualClock,
    private readonly random: () => number,
  ) {
    super()
    this.onFrame = (socket, frame) => this.#heard(socket, frame)
    this.rest = (method, path, body) => this.#rest(method, path, body)
  }

  make(id: string, history: 'all' | 'joined'): void {
    this.talks.set(id, { id, history, messages: [], member: true, firstVisible: 1, read: null })
  }

  /** Delivers some of what is on its way. */
  deliver(count: number): void {
    for (const frame of this.#frames.splice(0, count)) this.#socket?.say(frame)
  }

  get underway(): number {
    return this.#frames.length
  }

  /** Another one says something; with a key, another device of the user. */
  say(id: string, from: string, more: Partial<Message> = {}): Message {
    const talk = this.#talk(id)
    const message: Message = {
      conversation_id: id,
      message_id: `${talk.messages.length + 1}`.padStart(13, '0'),
      seq: talk.messages.length + 1,
      from,
      server_ts: this.clock.now(),
      ...(more.kind === undefined ? { text: `${id} ${talk.messages.length + 1}` } : {}),
      ...more,
    }
    talk.messages.push(message)
    if (from === ME && message.kind === undefined) talk.read = message.message_id
    return message
  }

  saysLive(id: string, from: string, more: Partial<Message> = {}): void {
    const message = this.say(id, from, more)
    if (this.#talk(id).member) this.#live({ type: 'message', ...message })
  }

  leave(id: string): void {
    const talk = this.#talk(id)
    if (!talk.member) return
    talk.member = false
    this.#frames.push({ type: 'conversation', conversation: { conversation_id: id, type: 'group' }, removed: true })
  }

  comeBack(id: string): void {
    const talk = this.#talk(id)
    if (talk.member) return
    talk.member = true
    const event = this.say(id, 'bob', { kind: 'event', event: { what: 'members_added', user_ids: [ME] } })
    if (talk.history === 'joined') talk.firstVisible = event.seq
    this.#frames.push({ type: 'conversation', conversation: this.view(talk) })
    this.#live({ type: 'message', ...event })
  }

  /** Another device of the user has read up to there. */
  readElsewhere(id: string): void {
    const talk = this.#talk(id)
    const last = this.visible(id).at(-1)
    if (last !== undefined && talk.member) this.#read(talk, last.message_id)
  }

  visible(id: string): readonly Message[] {
    const talk = this.#talk(id)
    return talk.member ? talk.messages.slice(talk.firstVisible - 1) : []
  }

  view(talk: Talk): Conversation {
    const last = talk.messages.at(-1)
    return {
      conversation_id: talk.id,
      type: 'group',
      title: talk.id,
      history: talk.history,
      member_count: 2,
      members: [],
      role: 'member',
      created_at: 1,
      first_visible_seq: talk.firstVisible,
      last_message_id: last?.message_id ?? null,
      last_seq: last?.seq ?? 0,
      read_message_id: talk.read,
      unread: this.#unread(talk),
    }
  }

  drop(code = 1006): void {
    this.#frames = []
    this.#isUp = false
    this.#socket?.end(code)
  }

  #talk(id: string): Talk {
    const talk = this.talks.get(id)
    if (talk === undefined) throw new Error(`no conversation ${id}`)
    return talk
  }

  #unread(talk: Talk): number {
    return this.visible(talk.id).filter((one) => one.kind !== 'event' && one.message_id > (talk.read ?? '')).length
  }

  #live(frame: Record<string, unknown>): void {
    if (!this.#isUp || this.random() < this.faults.lose) return
    if (this.random() < this.faults.reorder) this.#frames.unshift(frame)
    else this.#frames.push(frame)
    if (this.random() < this.faults.double) this.#frames.push(frame)
  }

  #heard(socket: ScriptedSocket, frame: ClientFrame): void {
    if (frame.type === 'auth') {
      if (this.#socket !== socket) this.#socket?.end(4409)
      this.#socket = socket
      this.#frames = [{ type: 'ready', user_id: ME, device_id: 'd', server_ts: this.clock.now(), heartbeat_ms: 30_000 }]
      this.#isUp = true
    }
    if (socket !== this.#socket) return
    if (frame.type === 'sync') this.#sync(frame)
    if (frame.type === 'send') this.#send(frame)
    if (frame.type === 'receipt' && frame.kind === 'read')
      this.#read(this.#talk(frame.conversation_id), frame.message_id)
  }

  #read(talk: Talk, messageId: string): void {
    if (messageId <= (talk.read ?? '')) return
    talk.read = messageId
    const { id } = talk
    const told = { kind: 'read', conversation_id: id, user_id: ME, message_id: messageId, server_ts: this.clock.now() }
    this.#live({ type: 'receipt', ...told })
  }

  #send(frame: Extract<ClientFrame, { type: 'send' }>): void {
    const { client_msg_id, conversation_id, text } = frame
    const talk = this.#talk(conversation_id)
    const before = this.sent.get(client_msg_id)
    if (this.random() < this.faults.refuseSend) {
      this.#frames.push({ type: 'error', code: 'unavailable', message: 'busy', client_msg_id, retry_after_ms: 100 })
    } else if (before === undefined && !talk.member) {
      this.#frames.push({ type: 'error', code: 'forbidden', message: 'no member', client_msg_id })
    } else {
      const stored = before ?? this.say(conversation_id, ME, { client_msg_id, ...(text === undefined ? {} : { text }) })
      this.sent.set(client_msg_id, stored)
      const { message_id, seq, server_ts } = stored
      this.#frames.push({ type: 'ack', client_msg_id, conversation_id, message_id, seq, server_ts })
    }
  }

  #sync(frame: Extract<ClientFrame, { type: 'sync' }>): void {
    const known: Record<string, number> = JSON.parse(frame.since ?? '{}')
    const next: Record<string, number> = {}
    const conversations: Record<string, unknown> = {}
    const isReset = frame.since !== undefined && this.random() < this.faults.lose / 4
    for (const talk of this.talks.values()) {
      next[talk.id] = talk.messages.length
      if (!talk.member) continue
      const cursor = isReset ? undefined : frame.cursors?.[talk.id]
      const isNew = frame.since === undefined || isReset
      const from = cursor === undefined ? (isNew ? talk.messages.length : (known[talk.id] ?? 0)) : Number(cursor ?? 0)
      const missed = this.visible(talk.id).filter((one) => one.seq > from)
      const limit = Math.min(frame.limit ?? 100, 10)
      for (const message of missed.slice(0, limit)) this.#frames.push({ type: 'message', ...message })
      if (isNew || cursor !== undefined || missed.length > 0) {
        const { last_message_id, last_seq, read_message_id, unread } = this.view(talk)
        const more = missed.length > limit
        conversations[talk.id] = { last_message_id, last_seq, read_message_id, unread, more }
      }
    }
    this.#frames.push({
      type: 'synced',
      id: frame.id,
      conversations,
      since: JSON.stringify(next),
      ...(isReset ? { reset: true } : {}),
    })
  }

  #rest(method: string, path: string, _: unknown): { status?: number; body?: unknown } | undefined {
    if (this.random() < this.faults.refuseRest)
      return { status: 503, body: { code: 'unavailable', retry_after_ms: 50 } }
    const url = new URL(path, 'http://server')
    const [, , kind, id, part] = url.pathname.split('/')
    const members = [...this.talks.values()].filter((one) => one.member)
    if (method !== 'GET' || kind !== 'conversations') return undefined
    if (id === undefined) {
      const start = Number(url.searchParams.get('cursor') ?? 0)
      const page = members.slice(start, start + 2).map((one) => this.view(one))
      return { body: { conversations: page, next_cursor: start + 2 < members.length ? `${start + 2}` : null } }
    }
    const talk = members.find((one) => one.id === id)
    if (talk === undefined) return { status: 403, body: { code: 'forbidden' } }
    if (part === undefined) return { body: this.view(talk) }
    if (part !== 'messages') return undefined
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 50), 7)
    const after = url.searchParams.get('after')
    const before = url.searchParams.get('before') ?? '~'
    const all = this.visible(id)
    const found =
      after === null
        ? all.filter((one) => one.message_id < before).reverse()
        : all.filter((one) => one.message_id > after)
    const page = found.slice(0, limit)
    return { body: { messages: page, next_cursor: found.length > limit ? page.at(-1)?.message_id : null } }
  }
}
