import type { ConnectionStatus, ConversationSummary, OutgoingMessage } from '../client.js'
import { backoff } from '../connection/backoff.js'
import { Connection, type ConnectionOwner, type ConnectionSettings } from '../connection/connection.js'
import { isShown, messageOf } from '../connection/frames.js'
import { ParleyError } from '../errors.js'
import type { ClientFrame, Message, ServerFrame } from '../protocol.js'
import type { ParleyApi } from '../rest/api.js'
import type { ClientStorage, StoredClient, StoredConversation, StoredCursor, StoredState } from '../storage/storage.js'
import { CatchUp, type CatchUpOwner } from '../sync/catchup.js'
import { Inbox, type InboxOwner, type SyncRequest } from '../sync/inbox.js'
import { Announcement, type AnnouncementSource } from './announcement.js'
import { Arrivals } from './arrivals.js'
import type { ConversationState } from './conversation.js'
import { Conversations, type ConversationsOwner } from './conversations.js'
import { History, type HistoryOwner } from './history.js'
import { Holes, type HolesOwner } from './holes.js'
import { Ledger, type LedgerOwner } from './ledger.js'
import type { Change, Commands, EngineLink, Seat, Snapshot } from './link.js'
import { People } from './people.js'
import { Sender, type SenderOwner } from './sender.js'
import { Typing } from './typing.js'
import { Watch } from './watch.js'

const SYNC_LIMIT = 500
const PREVIEW_PAGE = 30

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

export interface EngineSettings extends ConnectionSettings {
  readonly storage: ClientStorage
  readonly api: ParleyApi
}

/**
 * The state of one client. What the server says, what the application asks and what the timer brings come in as steps, one
 * after the other; the end of each writes what is to be kept, sends what may be sent, and tells what changed.
 */
export class Engine
  implements
    EngineLink,
    AnnouncementSource,
    CatchUpOwner,
    ConnectionOwner,
    ConversationsOwner,
    HistoryOwner,
    HolesOwner,
    InboxOwner,
    LedgerOwner,
    SenderOwner
{
  /** What this step leaves to be told at its end. */
  announcement = new Announcement()
  readonly #seats = new Set<(changes: readonly Change[]) => void>()
  readonly #ledger: Ledger
  readonly #inbox: Inbox
  readonly #catchUp: CatchUp
  readonly #holes: Holes
  readonly #connection: Connection
  readonly #conversations: Conversations
  readonly #sender: Sender
  readonly #arrivals: Arrivals
  readonly #history: History
  readonly #typing: Typing
  readonly #watch: Watch
  readonly #people: People
  /** What each seat said last. */
  readonly #presences = new Map<object, 'online' | 'away'>()
  /** The token of the last catch-up that is whole, as it is kept. */
  #since: string | null
  #status: ConnectionStatus = { state: 'connecting' }
  /** Whether this socket's first catch-up is whole. */
  #caughtUp = false
  #isClosed = false
  /** Steps within steps. */
  #depth = 0

  constructor(
    private readonly settings: EngineSettings,
    stored: StoredClient,
  ) {
    const { api, clock, storage } = settings
    const say = (frame: ClientFrame) => this.say(frame)
    const cursors = stored.conversations.flatMap(({ conversation_id, cursor }) =>
      cursor === null ? [] : [[conversation_id, cursor] as const],
    )
    this.#since = stored.state?.since ?? null
    this.#ledger = new Ledger(storage, clock, this)
    this.#inbox = new Inbox(this.#since, cursors, this)
    this.#catchUp = new CatchUp(this.#inbox, clock, this)
    this.#holes = new Holes(this.#inbox, api, this)
    this.#conversations = new Conversations(stored.conversations, settings, this.#ledger, this)
    this.#sender = new Sender(stored.outbox, settings, this.#ledger, this)
    this.#arrivals = new Arrivals(this.#ledger, (messages) => this.step(() => this.#received(messages)))
    this.#history = new History(this.#ledger, api, this)
    this.#typing = new Typing(clock, say, (id) => {
      this.step(() => this.announcement.add({ type: 'typing', conversation_id: id, user_ids: this.#typing.of(id) }))
    })
    this.#watch = new Watch(clock, say)
    this.#people = new People(stored.people, api, clock, (person) => {
      this.step(() => {
        this.#ledger.person(person)
        this.announcement.add({ type: 'person', person })
      })
    })
    this.#connection = new Connection(settings, this)
  }

  /** Keeps who it is, and connects. */
  start(): void {
    this.step(() => {
      this.#ledger.state()
      this.#connection.connect()
    })
  }

  attach(listener: (changes: readonly Change[]) => void): Seat {
    this.#seats.add(listener)
    listener([{ type: 'snapshot', snapshot: this.#snapshot() }])
    const seat = {}
    return {
      commands: this.#commands(seat),
      leave: () => {
        this.#seats.delete(listener)
        this.#conversations.unfollow(seat)
        this.#watch.leave(seat)
        if (this.#presences.delete(seat)) this.#sayPresence()
      },
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.step(() => {
      this.#conversations.closing()
      this.#connection.close()
    })
    this.#isClosed = true
    await this.#ledger.close()
  }

  // --- steps

  step(task: () => void): void {
    if (this.#isClosed) return
    this.#depth++
    try {
      task()
    } finally {
      this.#depth--
      if (this.#depth === 0) this.#end()
    }
  }

  later(ms: number, task: () => void): void {
    this.settings.clock.later(ms, () => this.step(task))
  }

  ready(): boolean {
    return this.#connection.ready && !this.#isClosed
  }

  say(frame: ClientFrame): boolean {
    if (!this.ready()) return false
    this.#connection.say(frame)
    return true
  }

  /** The end of a step: what it left is sent, kept and told. */
  #end(): void {
    for (const id of this.#inbox.touched()) {
      this.#ledger.conversation(id)
      this.#sender.passed(id, this.#inbox.at(id)?.seq ?? 0)
    }
    this.#sender.pump()
    this.#conversations.count()
    const { announcement } = this
    this.announcement = new Announcement()
    for (const id of announcement.conversations) this.#ledger.conversation(id)
    this.#arrivals.add(announcement.messages)
    this.#ledger.commit()
    const changes = announcement.changes(this)
    if (changes.length > 0) for (const tell of [...this.#seats]) tell(changes)
  }

  // --- the connection

  up(): void {
    this.step(() => {
      this.#caughtUp = false
      this.#become({ state: 'syncing' })
      this.#sender.up()
      this.#sayPresence()
      this.#catchUp.start()
      this.#watch.up()
      this.#conversations.up()
    })
  }

  frame(frame: ServerFrame): void {
    this.step(() => this.#handle(frame))
  }

  down(): void {
    this.step(() => {
      this.#sender.down()
      this.#catchUp.lost()
      this.#typing.down()
      this.#watch.down()
    })
  }

  status(status: ConnectionStatus): void {
    this.step(() => this.#become(status))
  }

  overdue(): boolean {
    this.step(() => this.#sender.resendLate())
    return this.#catchUp.overdue
  }

  #become(status: ConnectionStatus): void {
    this.#status = status
    this.announcement.add({ type: 'connection', status })
  }

  /** Online when any seat is. */
  #sayPresence(): void {
    const all = [...this.#presences.values()]
    if (all.length > 0) this.say({ type: 'presence', status: all.includes('online') ? 'online' : 'away' })
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case 'message': {
        this.#catchUp.heard()
        const behind = this.#inbox.behind
        const whole = this.#inbox.take(messageOf(frame))
        if (!behind || !whole) this.#catchUp.took(whole)
        break
      }
      case 'ack':
        this.#acked(frame)
        break
      case 'synced':
        this.#synced(frame)
        break
      case 'resync':
        this.later(this.settings.random() * Math.max(0, frame.within_ms), () => {
          if (this.ready()) this.#catchUp.start()
        })
        break
      case 'error': {
        const error = new ParleyError(frame.code, frame.message, 0, frame.retry_after_ms)
        if (!this.#sender.refused(frame.client_msg_id, error)) this.#catchUp.failed(frame.id, error)
        break
      }
      case 'receipt':
        this.#conversations.receipt(frame)
        break
      case 'typing':
        if (frame.user_id !== this.settings.userId) {
          this.#typing.heard(frame.conversation_id, frame.user_id, frame.active)
        }
        break
      case 'presence': {
        const { user_id, status, last_active_ts } = frame
        const presence = { status, ...(typeof last_active_ts === 'number' ? { last_active_ts } : {}) }
        this.#watch.heard(user_id, presence)
        this.announcement.add({ type: 'presence', user_id, presence })
        break
      }
      case 'conversation':
        if (frame.removed === true) this.gone(frame.conversation.conversation_id)
        else this.#conversations.toldLive(frame.conversation)
        break
      case 'ready':
      case 'pong':
        break
    }
  }

  // --- catching up

  sync(request: SyncRequest, id: string): void {
    this.say({
      type: 'sync',
      id,
      limit: SYNC_LIMIT,
      ...(request.since === null ? {} : { since: request.since }),
      ...(request.cursors.size === 0 ? {} : { cursors: Object.fromEntries(request.cursors) }),
    })
  }

  awaitsAcks(): boolean {
    return this.#sender.awaitsAcks
  }

  backoff(before: number): number {
    return backoff(before, this.settings.random)
  }

  fill(conversations: readonly string[]): void {
    void this.#holes.fill(conversations).then((refused) => this.step(() => this.#catchUp.filled(refused)))
  }

  caughtUp(): void {
    const isFirst = this.#since === null
    this.#connection.served()
    this.#since = this.#inbox.rest()
    this.#ledger.state()
    if (this.ready()) this.#become({ state: 'online' })
    if (this.#caughtUp) return
    this.#caughtUp = true
    this.#people.ask()
    this.#conversations.caughtUp(isFirst)
  }

  #synced(frame: Frame<'synced'>): void {
    if (!this.#catchUp.isAnswer(frame.id)) return
    const isFirst = this.#since === null
    const conversations = new Map(Object.entries(frame.conversations))
    const { partial = false, reset = false, since = null } = frame
    this.#catchUp.synced({ conversations, partial, reset, since }, frame.id)
    for (const [id, standing] of conversations) this.#conversations.stands(id, standing, isFirst)
  }

  #acked(ack: Frame<'ack'>): void {
    const message = this.#sender.acked(ack)
    if (message === undefined) return
    this.#connection.served()
    const whole = this.#inbox.take(message)
    this.#catchUp.took(whole)
    // It is of the time before one left.
    if (whole && this.#inbox.at(ack.conversation_id) === null) this.#sender.stands(ack.client_msg_id)
  }

  // --- the inbox

  message(message: Message, before: number): void {
    this.#ledger.message(message)
    this.announcement.given(message, before)
    // What an event changed is told live by a frame of its own, but not to who was away.
    this.#conversations.given(message, this.#catchUp.awaited)
    this.#typing.heard(message.conversation_id, message.from, false)
    if (message.from === this.settings.userId && message.client_msg_id !== undefined) {
      this.#sender.stands(message.client_msg_id)
    }
  }

  begins(conversationId: string): void {
    this.#conversations.begins(conversationId)
  }

  gone(conversationId: string): void {
    this.#conversations.gone(conversationId)
  }

  left(conversationId: string): void {
    this.#inbox.forget(conversationId)
    // What was answered will not be seen.
    this.#sender.passed(conversationId, Number.MAX_SAFE_INTEGER)
  }

  /** Messages are kept: told to the application, and to their senders. */
  #received(messages: readonly Message[]): void {
    for (const message of messages) {
      if (isShown(message)) this.announcement.event({ name: 'message', value: message })
      this.#conversations.received(message)
    }
  }

  // --- what is kept and shown of conversations

  state(): StoredState {
    return { user_id: this.settings.userId, device_id: this.settings.deviceId, since: this.#since }
  }

  conversation(conversationId: string): StoredConversation | null {
    return this.find(conversationId)?.stored(this.cursor(conversationId)) ?? null
  }

  makeRoom(): readonly string[] {
    return this.#conversations.makeRoom()
  }

  find(conversationId: string): ConversationState | undefined {
    return this.#conversations.find(conversationId)
  }

  cursor(conversationId: string): StoredCursor | null {
    return this.#inbox.at(conversationId)
  }

  learned(conversation: ConversationState): void {
    this.#conversations.learned(conversation)
  }

  fetchLatest(conversationId: string): Promise<unknown> {
    return this.#history.page(conversationId, { at: 'latest' }, PREVIEW_PAGE)
  }

  summary(conversationId: string): ConversationSummary | undefined {
    return this.#conversations.summary(conversationId)
  }

  outgoing(conversationId: string): readonly OutgoingMessage[] {
    return this.#sender.of(conversationId)
  }

  outgoingChanged(conversationId: string): void {
    this.announcement.outgoing(conversationId)
  }

  refused(message: OutgoingMessage): void {
    this.announcement.event({ name: 'failed', value: message })
  }

  // --- what the application asks and sees

  #commands(seat: object): Commands {
    return {
      send: async (conversationId, body, clientMsgId) => {
        if (this.#isClosed) throw new ParleyError('closed', 'the client is closed')
        this.#typing.sent(conversationId)
        return this.#sender.send(conversationId, body, clientMsgId)
      },
      retry: (clientMsgId) => this.#sender.retry(clientMsgId),
      discard: (clientMsgId) => this.#sender.discard(clientMsgId),
      markRead: async (conversationId, messageId) => {
        const written = this.#ledger.written()
        this.step(() => this.#conversations.markRead(conversationId, messageId))
        await written.catch(() => {})
      },
      setTyping: async (conversationId, active) => this.#typing.set(conversationId, active),
      setPresence: async (status) => {
        this.#presences.set(seat, status)
        this.#sayPresence()
      },
      reconnect: async () => this.step(() => this.#connection.connect()),
      history: (conversationId, place, limit) => this.#history.page(conversationId, place, limit),
      watch: async (userIds) => this.#watch.set(seat, userIds),
      person: async (userId) => this.#people.want(userId),
      follow: async (conversationIds) => this.#conversations.follow(seat, conversationIds),
    }
  }

  #snapshot(): Snapshot {
    const conversations = this.#conversations.all()
    return {
      device_id: this.settings.deviceId,
      status: this.#status,
      conversations: conversations.flatMap((one) => one.summary ?? []),
      outgoing: this.#sender.all(),
      receipts: conversations
        .map((one) => ({ conversation_id: one.id, receipts: one.receipts }))
        .filter((one) => one.receipts.length > 0),
      typing: this.#typing.all(),
      presence: this.#watch.all(),
      people: this.#people.all(),
    }
  }
}
