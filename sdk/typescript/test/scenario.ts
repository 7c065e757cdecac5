import { expect } from 'vitest'
import type { ClientOptions, ParleyClient } from '../src/client.js'
import { openClient } from '../src/open.js'
import type { ClientFrame, Message, ServerFrame } from '../src/protocol.js'
import { MemoryStorage } from '../src/storage/memory.js'
import { ScriptedServer, type ScriptedSocket } from './scripted-server.js'
import { seeded, settled, VirtualClock } from './virtual-clock.js'

type Heard<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>

/** One client and a server that a test plays, in virtual time. */
export class Scenario {
  readonly clock = new VirtualClock()
  readonly server = new ScriptedServer()
  readonly given: Message[] = []
  readonly happened: [string, unknown][] = []
  readonly network = new Set<() => void>()
  /** The tokens that were given, and with which rejected ones they were asked for. */
  readonly asked: (string | undefined)[] = []
  token: (rejected?: string) => Promise<string> = async () => `t${this.asked.length}`
  storage = new MemoryStorage()
  #client: ParleyClient | undefined
  #socket: ScriptedSocket | undefined
  #at = 0

  get client(): ParleyClient {
    if (this.#client === undefined) throw new Error('not open')
    return this.#client
  }

  async open(options: Partial<ClientOptions> = {}): Promise<ParleyClient> {
    const client = await openClient({
      server: 'http://server',
      userId: 'ann',
      deviceId: 'd',
      tokens: {
        token: (rejected) => {
          this.asked.push(rejected)
          return this.token(rejected)
        },
      },
      storage: this.storage,
      clock: this.clock,
      random: seeded(1),
      WebSocket: this.server.socketClass,
      fetch: this.server.fetch,
      network: {
        subscribe: (listener) => {
          this.network.add(listener)
          return () => this.network.delete(listener)
        },
      },
      ...options,
    })
    client.on('message', (message) => this.given.push(message))
    for (const name of ['receipt', 'failed', 'removed'] as const) {
      client.on(name, (value) => this.happened.push([name, value]))
    }
    this.#client = client
    return client
  }

  /** The program ends without a word, and begins again with what is kept. */
  async restart(): Promise<void> {
    const dead = this.storage
    this.storage = new MemoryStorage(dead)
    await dead.close()
    for (const socket of this.server.sockets) socket.end()
    this.#client = undefined
    await this.open()
  }

  get socket(): ScriptedSocket {
    if (this.#socket === undefined) throw new Error('no socket yet')
    return this.#socket
  }

  /** Waits for the next socket, and lets it in. */
  async accept(ready: Partial<Extract<ServerFrame, { type: 'ready' }>> = {}): Promise<ScriptedSocket> {
    const before = this.#socket
    const has = () => this.server.sockets.at(-1) !== before && this.server.last.heard.some((one) => one.type === 'auth')
    expect(await this.clock.until(has), 'a new socket').toBe(true)
    this.#socket = this.server.last
    this.#at = 0
    await this.hears('auth')
    this.say({
      type: 'ready',
      user_id: 'ann',
      device_id: 'd',
      server_ts: this.clock.now(),
      heartbeat_ms: 30_000,
      ...ready,
    })
    return this.#socket
  }

  /** The next frame of a type; others are let pass. */
  async hears<T extends ClientFrame['type']>(type: T): Promise<Heard<T>> {
    const isOne = (frame: ClientFrame): frame is Heard<T> => frame.type === type
    const next = () => this.socket.heard.slice(this.#at).find(isOne)
    expect(await this.clock.until(() => next() !== undefined || this.socket.isOver), `hears ${type}`).toBe(true)
    const frame = next()
    if (frame === undefined) throw new Error(`the socket ended before a ${type}`)
    this.#at = this.socket.heard.indexOf(frame) + 1
    return frame
  }

  say(frame: ServerFrame | Record<string, unknown>): void {
    this.socket.say(frame)
  }

  /** Waits for a sync, and answers that this is where the conversations stand. */
  async answerSync(conversations: Record<string, unknown>, since: string, more = {}): Promise<Heard<'sync'>> {
    const sync = await this.hears('sync')
    this.say({ type: 'synced', conversations, since, id: sync.id, ...more })
    await settled()
    return sync
  }

  /** A client that is online and knows no conversation. */
  async caughtUp(): Promise<ScriptedSocket> {
    const socket = await this.accept()
    await this.answerSync({}, 'token')
    return socket
  }

  message(conversation: string, seq: number, more: Partial<Message> = {}): void {
    this.say({ type: 'message', ...message(conversation, seq), ...more })
  }

  async gives(...seqs: number[]): Promise<void> {
    await this.clock.until(() => this.given.length >= seqs.length)
    expect(this.given.map((one) => one.seq)).toEqual(seqs)
  }
}

export function id(seq: number): string {
  return `${seq}`.padStart(13, '0')
}

export function message(conversation: string, seq: number): Message {
  return {
    conversation_id: conversation,
    message_id: id(seq),
    seq,
    from: 'bob',
    text: `${seq}`,
    server_ts: 1_800_000_000_000 + seq,
  }
}

export function standing(lastSeq: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    last_message_id: lastSeq === 0 ? null : id(lastSeq),
    last_seq: lastSeq,
    read_message_id: null,
    unread: lastSeq,
    more: false,
    ...more,
  }
}

export function conversation(conversationId: string, lastSeq: number, more: Record<string, unknown> = {}) {
  return {
    conversation_id: conversationId,
    type: 'group' as const,
    title: conversationId,
    history: 'all' as const,
    member_count: 2,
    members: [],
    role: 'member' as const,
    created_at: 1_000,
    first_visible_seq: 1,
    last_message_id: lastSeq === 0 ? null : id(lastSeq),
    last_seq: lastSeq,
    read_message_id: null,
    unread: lastSeq,
    ...more,
  }
}
