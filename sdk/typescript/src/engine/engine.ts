import type { ConnectionStatus, OutgoingMessage } from '../client.js'
import { backoff } from '../connection/backoff.js'
import { Connection, type ConnectionOwner, type ConnectionSettings } from '../connection/connection.js'
import { isShown, messageOf } from '../connection/frames.js'
import { asError, ParleyError, passes } from '../errors.js'
import type { ClientFrame, Conversation, Message, ServerFrame, Standing } from '../protocol.js'
import type { ParleyApi } from '../rest/api.js'
import type { ClientStorage, StoredClient, StoredConversation, StoredState } from '../storage/storage.js'
import { CatchUp, type CatchUpOwner } from '../sync/catchup.js'
import { Inbox, type InboxOwner, type SyncRequest } from '../sync/inbox.js'
import { ConversationState, type Count } from './conversation.js'
import { History, type HistoryOwner } from './history.js'
import { Ledger, type LedgerOwner } from './ledger.js'
import type { Change, Commands, EngineLink, Happening, HistoryPage, HistoryPlace, Seat, Snapshot } from './link.js'
import { type Entry, OUTBOX_MAX, Outbox } from './outbox.js'
import { checkBody } from './outgoing.js'
import { People } from './people.js'
import { Receipts } from './receipts.js'
import { Roster, type RosterOwner } from './roster.js'
import { LAST, tail } from './spans.js'
import { Typing } from './typing.js'
import { Watch } from './watch.js'

const SYNC_LIMIT = 500
const FILL_PAGE = 200
const RESEND_WAIT_MS = 500
/** A send that is not answered for so long is sent again on the same socket. */
const ACK_MAX_MS = 30_000
/** The server remembers keys for 30 days; clocks differ. */
const SEND_AGE_MAX_MS = 29 * 24 * 3_600_000
/** More unread messages than this are the server's to count. */
const COUNTED_MAX = 500
/** Conversations of which the newest message is fetched for the list. */
const PREVIEWS_MAX = 200
const PREVIEW_PAGE = 20
const RECOUNT_WAIT_MS = 1_000
/** A crowd that lost its server asks for its conversations spread over this. */
const ROSTER_WITHIN_MS = 5_000

export interface EngineSettings extends ConnectionSettings {
  readonly storage: ClientStorage
  readonly api: ParleyApi
}

/**
 * The state of one client. What the server says, what the application asks and what the timer brings come in as steps, one
 * after the other; the end of each writes what is to be kept, sends what may be sent, and tells what changed.
 */
export class Engine
  implements EngineLink, ConnectionOwner, InboxOwner, CatchUpOwner, LedgerOwner, HistoryOwner, RosterOwner
{
  readonly #seats = new Set<(changes: readonly Change[]) => void>()
  readonly #conversations = new Map<string, ConversationState>()
  readonly #ledger: Ledger
  readonly #inbox: Inbox
  readonly #catchUp: CatchUp
  readonly #connection: Connection
  readonly #outbox: Outbox
  readonly #history: History
  readonly #receipts: Receipts
  readonly #typing: Typing
  readonly #watch: Watch
  readonly #people: People
  readonly #roster: Roster
  /** The token of the last catch-up that is whole, as it is kept. */
  #since: string | null
  #status: ConnectionStatus = { state: 'connecting' }
  /** Whether this socket's first catch-up is whole. */
  #caughtUp = false
  /** What each seat said last. */
  readonly #presences = new Map<object, 'online' | 'away'>()
  #followed = new Map<object, readonly string[]>()
  #closed = false

  // What this step leaves to be told at its end.
  #depth = 0
  #changes: Change[] = []
  #toTell = new Set<string>()
  #toTellOutgoing = new Set<string>()
  #given = new Map<string, { after_seq: number; messages: Message[] }>()
  #uncounted = new Set<string>()

  /** Messages that were given, and perhaps are not kept yet. */
  readonly #unkept: Message[] = []
  #receiving = false

  constructor(
    private readonly settings: EngineSettings,
    stored: StoredClient,
  ) {
    const { clock, api, random, userId } = settings
    const say = (frame: ClientFrame) => this.#say(frame)
    for (const one of stored.conversations) {
      this.#conversations.set(one.conversation_id, new ConversationState(one.conversation_id, userId, one))
    }
    this.#since = stored.state?.since ?? null
    this.#ledger = new Ledger(settings.storage, clock, this)
    this.#inbox = new Inbox(
      this.#since,
      stored.conversations.flatMap((one) => (one.cursor === null ? [] : [[one.conversation_id, one.cursor] as const])),
      this,
    )
    this.#catchUp = new CatchUp(this.#inbox, clock, this)
    this.#outbox = new Outbox(stored.outbox)
    this.#history = new History(this.#ledger, api, this)
    this.#receipts = new Receipts(clock, say)
    this.#typing = new Typing(clock, say, (id) =>
      this.step(() => this.#changes.push({ type: 'typing', conversation_id: id, user_ids: this.#typing.of(id) })),
    )
    this.#watch = new Watch(clock, say)
    this.#people = new People(stored.people, api, clock, (person) =>
      this.step(() => {
        this.#ledger.person(person)
        this.#changes.push({ type: 'person', person })
      }),
    )
    this.#roster = new Roster(api, clock, random, this)
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
        this.#followed.delete(seat)
        this.#watch.leave(seat)
        if (this.#presences.delete(seat)) this.#sayPresence()
      },
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.step(() => {
      this.#receipts.tell()
      this.#connection.close()
    })
    this.#closed = true
    await this.#ledger.close()
  }

  /** Runs a task as a step, or as part of the one that runs. */
  step(task: () => void): void {
    if (this.#closed) return
    this.#depth++
    try {
      task()
    } finally {
      this.#depth--
      if (this.#depth === 0) this.#end()
    }
  }

  // --- the connection

  up(ready: Extract<ServerFrame, { type: 'ready' }>): void {
    this.step(() => {
      this.#caughtUp = false
      this.#become({ state: 'syncing' })
      this.#failExpired(ready.server_ts)
      this.#sayPresence()
      for (const { id, unconfirmedRead } of this.#conversations.values()) {
        if (unconfirmedRead !== null) this.#receipts.add('read', id, unconfirmedRead)
      }
      this.#catchUp.start()
      this.#watch.up()
      this.#receipts.tell()
    })
  }

  frame(frame: ServerFrame): void {
    this.step(() => this.#handle(frame))
  }

  down(): void {
    this.step(() => {
      for (const message of this.#outbox.all()) this.#toTellOutgoing.add(message.conversation_id)
      this.#outbox.allAgain()
      this.#catchUp.lost()
      this.#typing.down()
      this.#watch.down()
    })
  }

  status(status: ConnectionStatus): void {
    this.step(() => this.#become(status))
  }

  overdue(): boolean {
    const late = this.#outbox.unansweredSince(this.settings.clock.now() - ACK_MAX_MS)
    if (late.length > 0) {
      this.step(() => {
        for (const entry of late) {
          this.#outbox.again(entry)
          this.#outbox.release(entry.message.conversation_id)
        }
      })
    }
    return this.#catchUp.overdue
  }

  // --- catching up

  ready(): boolean {
    return this.#connection.ready
  }

  sync(request: SyncRequest, id: string): void {
    this.#say({
      type: 'sync',
      id,
      limit: SYNC_LIMIT,
      ...(request.since === null ? {} : { since: request.since }),
      ...(request.cursors.size === 0 ? {} : { cursors: Object.fromEntries(request.cursors) }),
    })
  }

  later(ms: number, task: () => void): void {
    this.settings.clock.later(ms, () => this.step(task))
  }

  awaitsAcks(): boolean {
    return this.#outbox.awaitsAcks
  }

  backoff(before: number): number {
    return backoff(before, this.settings.random)
  }

  caughtUp(): void {
    this.#connection.served()
    this.#since = this.#inbox.rest()
    this.#ledger.state()
    if (this.#connection.ready) this.#become({ state: 'online' })
    if (this.#caughtUp) return
    this.#caughtUp = true
    this.#people.ask()
    this.#follow([...this.#followed.values()].flat())
    const isFirst = [...this.#conversations.values()].every((one) => one.summary === undefined)
    const spread = isFirst ? 0 : this.settings.random() * ROSTER_WITHIN_MS
    this.later(spread, () => this.#roster.doubtAll())
  }

  fill(conversations: readonly string[]): void {
    void this.#fill(conversations)
  }

  // --- the inbox

  message(message: Message, before: number): void {
    this.#ledger.message(message)
    const conversation = this.#conversation(message.conversation_id)
    conversation.given(message)
    if (conversation.summary === undefined) this.#roster.doubt(conversation.id)
    this.#toTell.add(conversation.id)
    const given = this.#given.get(conversation.id)
    if (given === undefined) this.#given.set(conversation.id, { after_seq: before, messages: [message] })
    else given.messages.push(message)
    if (message.from === this.settings.userId && message.client_msg_id !== undefined) {
      this.#stands(message.client_msg_id)
    }
    this.#typing.heard(conversation.id, message.from, false)
    if (message.kind !== 'event' && message.from !== this.settings.userId) this.#hasWritten(message)
    // What it changed is told live by a frame of its own, but not to who was away.
    if (message.kind === 'event' && this.#catchUp.awaited) this.#roster.doubt(conversation.id)
  }

  begins(conversationId: string): void {
    this.#conversation(conversationId)
  }

  left(conversationId: string): void {
    this.#forget(conversationId)
  }

  // --- the ledger

  state(): StoredState {
    return { user_id: this.settings.userId, device_id: this.settings.deviceId, since: this.#since }
  }

  conversation(conversationId: string): StoredConversation | null {
    return this.#conversations.get(conversationId)?.stored(this.#inbox.at(conversationId)) ?? null
  }

  // --- the history

  find(conversationId: string): ConversationState | undefined {
    return this.#conversations.get(conversationId)
  }

  cursor(conversationId: string): ReturnType<Inbox['at']> {
    return this.#inbox.at(conversationId)
  }

  learned(conversation: ConversationState): void {
    this.#toTell.add(conversation.id)
  }

  // --- the roster

  told(conversation: Conversation): void {
    this.step(() => {
      const id = conversation.conversation_id
      this.#count(id, this.#conversation(id).told(conversation, this.#inbox.at(id)?.seq ?? 0))
      this.#confirmed(id, conversation.read_message_id)
      this.#toTell.add(id)
    })
  }

  listed(conversations: readonly Conversation[]): void {
    this.step(() => {
      let before = this.settings.clock.now()
      for (const conversation of conversations) {
        this.told(conversation)
        const known = this.#conversation(conversation.conversation_id)
        known.activeBefore(before)
        before = Math.min(before, known.activeAt - 1)
      }
    })
    void this.#previews(conversations.slice(0, PREVIEWS_MAX))
  }

  gone(conversationId: string): void {
    this.step(() => this.#forget(conversationId))
  }

  known(): Iterable<string> {
    return this.#conversations.keys()
  }

  // --- inside of a step

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case 'message':
        this.#took(messageOf(frame))
        break
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
      case 'error':
        this.#refused(frame)
        break
      case 'receipt':
        this.#receipt(frame)
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
        this.#changes.push({ type: 'presence', user_id, presence })
        break
      }
      case 'conversation':
        if (frame.removed === true) {
          this.#forget(frame.conversation.conversation_id)
        } else {
          this.#roster.told(frame.conversation.conversation_id)
          this.told(frame.conversation)
        }
        break
      case 'ready':
      case 'pong':
        break
    }
  }

  #took(message: Message): void {
    this.#catchUp.heard()
    const behind = this.#inbox.behind
    const whole = this.#inbox.take(message)
    if (!behind || !whole) this.#catchUp.took(whole)
  }

  #synced(frame: Extract<ServerFrame, { type: 'synced' }>): void {
    if (!this.#catchUp.isAnswer(frame.id)) return
    // At first, the list of all is about to be read.
    const isFirst = this.#since === null
    const standings: Map<string, Standing> = new Map(Object.entries(frame.conversations))
    this.#catchUp.synced(
      {
        conversations: standings,
        partial: frame.partial === true,
        since: frame.since ?? null,
        reset: frame.reset === true,
      },
      frame.id,
    )
    for (const [id, standing] of standings) {
      const conversation = this.#conversation(id)
      this.#count(id, conversation.stands(standing))
      this.#confirmed(id, standing.read_message_id)
      if (conversation.summary === undefined && !isFirst) this.#roster.doubt(id)
      this.#toTell.add(id)
    }
  }

  #acked(ack: Extract<ServerFrame, { type: 'ack' }>): void {
    const entry = this.#outbox.find(ack.client_msg_id)
    if (entry === undefined) return
    this.#connection.served()
    this.#outbox.acked(entry)
    const { text, media_ids } = entry.message
    const whole = this.#inbox.take({
      conversation_id: ack.conversation_id,
      message_id: ack.message_id,
      seq: ack.seq,
      from: this.settings.userId,
      ...(text === undefined ? {} : { text }),
      ...(media_ids === undefined ? {} : { media_ids }),
      server_ts: ack.server_ts,
      client_msg_id: ack.client_msg_id,
    })
    this.#catchUp.took(whole)
    const at = this.#inbox.at(ack.conversation_id)
    // It stands already, or is of the time before one left.
    if (at === null ? whole : ack.seq <= at.seq) this.#stands(ack.client_msg_id)
  }

  /** A message of this device's has its place. */
  #stands(clientMsgId: string): void {
    const entry = this.#outbox.remove(clientMsgId)
    if (entry === undefined) return
    this.#ledger.sent(clientMsgId)
    this.#toTellOutgoing.add(entry.message.conversation_id)
  }

  #refused(frame: Extract<ServerFrame, { type: 'error' }>): void {
    const error = new ParleyError(frame.code, frame.message, 0, frame.retry_after_ms)
    const entry = frame.client_msg_id === undefined ? undefined : this.#outbox.find(frame.client_msg_id)
    if (entry === undefined) this.#catchUp.failed(frame.id, error)
    else if (passes(frame.code)) this.#again(entry, error)
    else this.#fail(entry, error)
  }

  #again(entry: Entry, error: ParleyError): void {
    if (entry.acked) return
    this.#outbox.again(entry)
    const { conversation_id } = entry.message
    this.#toTellOutgoing.add(conversation_id)
    this.later((error.retryAfterMs ?? RESEND_WAIT_MS) + this.backoff(entry.attempts - 1), () =>
      this.#outbox.release(conversation_id),
    )
  }

  #fail(entry: Entry, error: ParleyError): void {
    if (entry.acked) return
    this.#outbox.failed(entry, { code: error.code, message: error.message })
    this.#ledger.send(entry.message, entry.ordinal)
    this.#toTellOutgoing.add(entry.message.conversation_id)
    this.#happened({ name: 'failed', value: entry.message })
  }

  #failExpired(now: number): void {
    for (const message of this.#outbox.all()) {
      const entry = this.#outbox.find(message.client_msg_id)
      if (entry !== undefined && message.state !== 'failed' && message.created_at < now - SEND_AGE_MAX_MS) {
        this.#fail(entry, new ParleyError('expired', 'unsent for more than 29 days'))
      }
    }
  }

  #receipt(frame: Extract<ServerFrame, { type: 'receipt' }>): void {
    const { kind, conversation_id, user_id, message_id } = frame
    const conversation = this.#conversations.get(conversation_id)
    if (conversation === undefined || (kind !== 'read' && kind !== 'delivered')) return
    if (user_id === this.settings.userId) {
      if (kind === 'read') {
        this.#count(conversation_id, conversation.read(message_id))
        this.#confirmed(conversation_id, message_id)
        this.#toTell.add(conversation_id)
      }
    } else if (conversation.receipt(user_id, kind, message_id)) {
      this.#tellReceipts(conversation)
      this.#happened({ name: 'receipt', value: { kind, conversation_id, user_id, message_id } })
    }
  }

  /** Sending moves one's own cursor there, and no receipt tells the others of it. */
  #hasWritten(message: Message): void {
    const conversation = this.#conversations.get(message.conversation_id)
    if (conversation?.receipt(message.from, 'read', message.message_id)) this.#tellReceipts(conversation)
  }

  #tellReceipts(conversation: ConversationState): void {
    this.#ledger.conversation(conversation.id)
    this.#changes.push({ type: 'receipts', conversation_id: conversation.id, receipts: conversation.receipts })
  }

  /** The server knows how far one has read. */
  #confirmed(conversationId: string, messageId: string | null): void {
    if (this.#conversations.get(conversationId)?.confirmed(messageId)) this.#uncounted.add(conversationId)
  }

  #count(conversationId: string, count: Count): void {
    if (count === 'unsure') this.#uncounted.add(conversationId)
  }

  #forget(conversationId: string): void {
    this.#inbox.forget(conversationId)
    this.#receipts.forget(conversationId)
    this.#roster.told(conversationId)
    this.#given.delete(conversationId)
    this.#toTell.delete(conversationId)
    this.#uncounted.delete(conversationId)
    for (const message of this.#outbox.of(conversationId)) {
      if (this.#outbox.find(message.client_msg_id)?.acked) this.#stands(message.client_msg_id)
    }
    if (!this.#conversations.delete(conversationId)) return
    this.#ledger.forget(conversationId)
    this.#changes.push({ type: 'gone', conversation_id: conversationId })
    this.#happened({ name: 'removed', value: { conversation_id: conversationId } })
  }

  #conversation(id: string): ConversationState {
    let known = this.#conversations.get(id)
    if (known === undefined) {
      known = new ConversationState(id, this.settings.userId)
      this.#conversations.set(id, known)
    }
    return known
  }

  #become(status: ConnectionStatus): void {
    this.#status = status
    this.#changes.push({ type: 'connection', status })
  }

  #happened(event: Happening): void {
    this.#changes.push({ type: 'event', event })
  }

  #say(frame: ClientFrame): boolean {
    if (!this.#connection.ready) return false
    this.#connection.say(frame)
    return true
  }

  /** Online when any seat is. */
  #sayPresence(): void {
    const all = [...this.#presences.values()]
    if (all.length > 0) this.#say({ type: 'presence', status: all.includes('online') ? 'online' : 'away' })
  }

  /** The end of a step: what it left is sent, kept and told. */
  #end(): void {
    this.#pump()
    for (const id of this.#inbox.touched()) this.#ledger.conversation(id)
    for (const id of this.#toTell) this.#ledger.conversation(id)
    this.#announce()
    const uncounted = this.#uncounted
    this.#uncounted = new Set()
    for (const id of uncounted) void this.#recount(id)
    this.#ledger.commit()
    const changes = this.#changes
    this.#changes = []
    if (changes.length > 0) for (const tell of [...this.#seats]) tell(changes)
  }

  #pump(): void {
    if (!this.#connection.ready || this.#outbox.size === 0) return
    for (const { message } of this.#outbox.next(this.settings.clock.now())) {
      const { conversation_id, client_msg_id, text, media_ids } = message
      this.#toTellOutgoing.add(conversation_id)
      this.#say({
        type: 'send',
        conversation_id,
        client_msg_id,
        ...(text === undefined ? {} : { text }),
        ...(media_ids === undefined ? {} : { media_ids }),
      })
    }
  }

  #announce(): void {
    const given = [...this.#given]
    for (const [id, { after_seq, messages }] of given) {
      const shown = messages.filter(isShown)
      const toSeq = messages.at(-1)?.seq ?? after_seq
      this.#changes.push({ type: 'messages', conversation_id: id, after_seq, to_seq: toSeq, messages: shown })
    }
    for (const id of this.#toTellOutgoing) {
      this.#changes.push({ type: 'outgoing', conversation_id: id, outgoing: this.#outbox.of(id) })
    }
    for (const id of this.#toTell) {
      const summary = this.#conversations.get(id)?.summary
      if (summary !== undefined) this.#changes.push({ type: 'conversation', summary })
    }
    this.#given = new Map()
    this.#toTell = new Set()
    this.#toTellOutgoing = new Set()
    for (const [, { messages }] of given) this.#unkept.push(...messages)
    if (this.#unkept.length > 0 && !this.#receiving) void this.#receive()
  }

  // --- what takes its time

  /** Once they are kept, they are received: told to the application, and to their senders. */
  async #receive(): Promise<void> {
    this.#receiving = true
    while (this.#unkept.length > 0 && !this.#closed) {
      const count = this.#unkept.length
      const isKept = await this.#ledger.written().then(
        () => true,
        // It is tried again.
        () => false,
      )
      if (isKept) this.step(() => this.#received(this.#unkept.splice(0, count)))
    }
    this.#receiving = false
  }

  #received(messages: readonly Message[]): void {
    for (const message of messages) {
      if (isShown(message)) this.#happened({ name: 'message', value: message })
      if (message.kind !== 'event' && message.from !== this.settings.userId) {
        this.#receipts.add('delivered', message.conversation_id, message.message_id)
      }
    }
  }

  /** Counts what is unread here; what is not here, the server counts, once it knows what was read. */
  async #recount(id: string): Promise<void> {
    const conversation = this.#conversations.get(id)
    const before = conversation?.summary
    if (conversation === undefined || before === undefined) return
    const read = before.read_message_id ?? ''
    const span = tail(conversation.spans)
    const range = { conversation_id: id, from: read, to: LAST, limit: COUNTED_MAX, newestFirst: true }
    const isHere = span !== undefined && (span.begins || span.from <= read)
    const after = isHere ? await this.#ledger.messages(range) : null
    if (after === null || after.length >= COUNTED_MAX) {
      if (conversation.unconfirmedRead === null) this.later(RECOUNT_WAIT_MS, () => this.#roster.doubt(id))
      return
    }
    this.step(() => {
      const now = conversation.summary
      if (conversation !== this.#conversations.get(id) || now === undefined) return
      if (now.last_seq !== before.last_seq || now.read_message_id !== before.read_message_id) {
        this.#uncounted.add(id)
        return
      }
      const unread = after.filter(
        (one) => one.message_id > read && one.kind !== 'event' && one.from !== this.settings.userId,
      )
      conversation.counts(unread.length)
      this.#toTell.add(id)
    })
  }

  async #fill(conversations: readonly string[]): Promise<void> {
    const refused = new Map<string, number>()
    for (const conversation of conversations) {
      try {
        await this.#fillOne(conversation)
      } catch (e) {
        refused.set(conversation, e instanceof ParleyError ? (e.retryAfterMs ?? 0) : 0)
      }
    }
    this.step(() => this.#catchUp.filled(refused))
  }

  /** Reads one conversation on from its hole, page by page, as far as it lacks something. */
  async #fillOne(conversation: string): Promise<void> {
    const hole = () => (this.ready() && !this.#closed ? this.#inbox.hole(conversation) : null)
    for (let asked = hole(); asked !== null; asked = hole()) {
      const at = asked
      try {
        const page = await this.settings.api.messages(conversation, {
          after: at.after ?? '0000000000000',
          limit: FILL_PAGE,
        })
        this.step(() => this.#inbox.page(at, page.items))
        if (page.next_cursor === null || page.items.length === 0) return
      } catch (e) {
        if (!(e instanceof ParleyError) || (e.code !== 'forbidden' && e.code !== 'not_found')) throw e
        // That one may not read it was true when the history was asked; one may have come back since.
        if (this.#inbox.isStill(at)) this.step(() => this.#forget(conversation))
        return
      }
    }
  }

  /** The newest messages of those in the list that show none. */
  async #previews(conversations: readonly Conversation[]): Promise<void> {
    for (const { conversation_id } of conversations) {
      const known = this.#conversations.get(conversation_id)?.summary
      if (known === undefined || known.preview !== null || known.last_message_id === null || !this.ready()) continue
      await this.#history.page(conversation_id, { at: 'latest' }, PREVIEW_PAGE).catch(() => {})
    }
  }

  async #follow(conversationIds: readonly string[]): Promise<void> {
    for (const id of new Set(conversationIds)) {
      const known = this.#conversations.get(id)
      if (!this.ready() || known?.summary?.members === undefined) continue
      try {
        const page = await this.settings.api.receipts(id, { limit: 200 })
        this.step(() => {
          let isNew = false
          for (const one of page.items) {
            if (one.user_id === this.settings.userId || known !== this.#conversations.get(id)) continue
            for (const kind of ['delivered', 'read'] as const) {
              const at = one[`${kind}_message_id`]
              if (at !== null && known.receipt(one.user_id, kind, at)) isNew = true
            }
          }
          if (isNew) this.#tellReceipts(known)
        })
      } catch {
        // The next connection, or who looks next, asks again.
      }
    }
  }

  // --- what the application asks

  #commands(seat: object): Commands {
    const refuseClosed = () => {
      if (this.#closed) throw new ParleyError('closed', 'the client is closed')
    }
    return {
      send: async (conversationId, body, clientMsgId) => {
        refuseClosed()
        return this.#send(conversationId, body, clientMsgId)
      },
      retry: async (clientMsgId) => {
        const entry = this.#outbox.find(clientMsgId)
        if (entry?.message.state !== 'failed') return
        this.step(() => {
          this.#outbox.retry(entry)
          this.#ledger.send(entry.message, entry.ordinal)
          this.#toTellOutgoing.add(entry.message.conversation_id)
        })
        await this.#ledger.written()
      },
      discard: async (clientMsgId) => {
        const entry = this.#outbox.find(clientMsgId)
        if (entry === undefined || entry.message.state === 'sending') return false
        this.step(() => this.#stands(clientMsgId))
        return true
      },
      markRead: async (conversationId, messageId) => {
        const written = this.#ledger.written()
        this.step(() => this.#markRead(conversationId, messageId))
        await written.catch(() => {})
      },
      setTyping: async (conversationId, active) => this.#typing.set(conversationId, active),
      setPresence: async (status) => {
        this.#presences.set(seat, status)
        this.#sayPresence()
      },
      reconnect: async () => this.step(() => this.#connection.connect()),
      history: (conversationId, place, limit) => this.#page(conversationId, place, limit),
      watch: async (userIds) => this.#watch.set(seat, userIds),
      person: async (userId) => this.#people.want(userId),
      follow: async (conversationIds) => {
        const before = this.#followed.get(seat) ?? []
        this.#followed.set(seat, conversationIds)
        await this.#follow(conversationIds.filter((one) => !before.includes(one)))
      },
    }
  }

  async #send(
    conversationId: string,
    body: { readonly text?: string; readonly media_ids?: readonly string[] },
    clientMsgId: string,
  ): Promise<OutgoingMessage> {
    checkBody(body)
    const known = this.#outbox.find(clientMsgId)
    if (known !== undefined) {
      if (!known.stored) await this.#ledger.written()
      return known.message
    }
    if (this.#outbox.size >= OUTBOX_MAX) {
      throw new ParleyError('outbox_full', `${OUTBOX_MAX} messages are on their way`)
    }
    const entry = this.#outbox.add({
      client_msg_id: clientMsgId,
      conversation_id: conversationId,
      ...(body.text === undefined ? {} : { text: body.text }),
      ...(body.media_ids === undefined ? {} : { media_ids: body.media_ids }),
      created_at: this.settings.clock.now(),
      state: 'queued',
    })
    const written = this.#ledger.written()
    this.step(() => {
      this.#typing.sent(conversationId)
      this.#ledger.send(entry.message, entry.ordinal)
      this.#toTellOutgoing.add(conversationId)
    })
    try {
      await written
    } catch (e) {
      this.step(() => this.#stands(entry.message.client_msg_id))
      throw new ParleyError('storage', `the message cannot be kept: ${asError(e).message}`)
    }
    this.step(() => {
      entry.stored = true
    })
    return entry.message
  }

  #markRead(conversationId: string, messageId: string): void {
    const conversation = this.#conversations.get(conversationId)
    const summary = conversation?.summary
    if (conversation === undefined || summary === undefined || messageId <= (summary.read_message_id ?? '')) return
    conversation.unconfirmedRead = messageId
    this.#count(conversationId, conversation.read(messageId))
    this.#receipts.add('read', conversationId, messageId)
    this.#toTell.add(conversationId)
  }

  async #page(conversationId: string, place: HistoryPlace, limit: number): Promise<HistoryPage> {
    return this.#history.page(conversationId, place, limit)
  }

  #snapshot(): Snapshot {
    const conversations = [...this.#conversations.values()]
    return {
      device_id: this.settings.deviceId,
      status: this.#status,
      conversations: conversations.flatMap((one) => one.summary ?? []),
      outgoing: this.#outbox.all(),
      receipts: conversations
        .map((one) => ({ conversation_id: one.id, receipts: one.receipts }))
        .filter((one) => one.receipts.length > 0),
      typing: this.#typing.all(),
      presence: this.#watch.all(),
      people: this.#people.all(),
    }
  }
}
