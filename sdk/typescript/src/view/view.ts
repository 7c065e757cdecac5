import type {
  ClientEvents,
  ConnectionStatus,
  ConversationSummary,
  OutgoingMessage,
  ParleyClient,
  Person,
  PresenceState,
  Readable,
  ReceiptCursors,
  Timeline,
} from '../client.js'
import type { Change, Commands, EngineLink, Happening, Seat, Snapshot } from '../engine/link.js'
import { uuid } from '../ids.js'
import type { ParleyApi } from '../rest/api.js'
import { TimelineView } from './timeline.js'
import { Value, Values } from './value.js'

const KEYS_MAX = 2_000
const NOBODY: readonly never[] = []

/** The client that a program sees: what an engine tells, here or in another tab, as values that can be read at once. */
export class View implements ParleyClient {
  readonly connection: Value<ConnectionStatus> = new Value<ConnectionStatus>({ state: 'connecting' })
  readonly conversations: Value<readonly ConversationSummary[]> = new Value<readonly ConversationSummary[]>([])
  readonly outgoing: Value<readonly OutgoingMessage[]> = new Value<readonly OutgoingMessage[]>([])
  readonly #summaries = new Map<string, ConversationSummary>()
  readonly #outgoingOf = new Map<string, readonly OutgoingMessage[]>()
  readonly #people = new Map<string, Person>()
  readonly #receiptsKnown = new Map<string, readonly ReceiptCursors[]>()
  readonly #timelines = new Set<TimelineView>()
  readonly #listeners = new Map<string, Set<(value: never) => void>>()
  readonly #conversation: Values<ConversationSummary | undefined>
  readonly #typing: Values<readonly string[]>
  readonly #receipts: Values<readonly ReceiptCursors[]>
  readonly #presence: Values<PresenceState | undefined>
  readonly #person: Values<Person>
  readonly #watched = new Set<string>()
  readonly #followed = new Set<string>()
  readonly #seat: Seat
  readonly #opened: Promise<void>
  #deviceId = ''
  #isOpen = () => {}
  /** What is to be told when all changes that came together are in place. */
  #told = new Set<Value<never> | Value<unknown>>()

  private constructor(
    readonly userId: string,
    readonly api: ParleyApi,
    private readonly link: EngineLink,
  ) {
    this.#conversation = new Values((id) => new Value(this.#summaries.get(id)), KEYS_MAX)
    this.#typing = new Values(() => new Value<readonly string[]>(NOBODY), KEYS_MAX)
    this.#receipts = new Values(
      (id) => new Value(this.#receiptsKnown.get(id) ?? NOBODY, (is) => this.#follow(id, is)),
      KEYS_MAX,
    )
    this.#presence = new Values(
      (id) => new Value<PresenceState | undefined>(undefined, (is) => this.#watch(id, is)),
      KEYS_MAX,
    )
    this.#person = new Values((id) => {
      quietly(this.#commands.person(id))
      return new Value(this.#people.get(id) ?? { user_id: id, display_name: id })
    }, KEYS_MAX)
    this.#opened = new Promise((done) => {
      this.#isOpen = done
    })
    this.#seat = link.attach((changes) => this.#apply(changes))
  }

  /** Done when there is something to see. */
  static async open(userId: string, api: ParleyApi, link: EngineLink): Promise<View> {
    const view = new View(userId, api, link)
    await view.#opened
    return view
  }

  get deviceId(): string {
    return this.#deviceId
  }

  conversation(conversationId: string): Readable<ConversationSummary | undefined> {
    return this.#conversation.of(conversationId)
  }

  timeline(conversationId: string): Timeline {
    const outgoing = this.#outgoingOf.get(conversationId) ?? NOBODY
    const timeline: TimelineView = new TimelineView(conversationId, outgoing, this.#commands, () =>
      this.#timelines.delete(timeline),
    )
    this.#timelines.add(timeline)
    return timeline
  }

  typing(conversationId: string): Readable<readonly string[]> {
    return this.#typing.of(conversationId)
  }

  receipts(conversationId: string): Readable<readonly ReceiptCursors[]> {
    return this.#receipts.of(conversationId)
  }

  presence(userId: string): Readable<PresenceState | undefined> {
    return this.#presence.of(userId)
  }

  person(userId: string): Readable<Person> {
    return this.#person.of(userId)
  }

  send(conversationId: string, body: { text?: string; media_ids?: readonly string[] }): Promise<OutgoingMessage> {
    return this.#commands.send(conversationId, body, uuid(Date.now(), Math.random))
  }

  retry(clientMsgId: string): Promise<void> {
    return this.#commands.retry(clientMsgId)
  }

  discard(clientMsgId: string): Promise<boolean> {
    return this.#commands.discard(clientMsgId)
  }

  markRead(conversationId: string, messageId: string): void {
    quietly(this.#commands.markRead(conversationId, messageId))
  }

  setTyping(conversationId: string, active: boolean): void {
    quietly(this.#commands.setTyping(conversationId, active))
  }

  setPresence(status: 'online' | 'away'): void {
    quietly(this.#commands.setPresence(status))
  }

  reconnect(): void {
    quietly(this.#commands.reconnect())
  }

  on<E extends keyof ClientEvents>(event: E, listener: (value: ClientEvents[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  async close(): Promise<void> {
    for (const timeline of [...this.#timelines]) timeline.close()
    this.#seat.leave()
    await this.link.close()
    this.connection.set({ state: 'closed' })
  }

  get #commands(): Commands {
    return this.#seat.commands
  }

  #apply(changes: readonly Change[]): void {
    const events: Happening[] = []
    let listChanged = false
    for (const change of changes) {
      switch (change.type) {
        case 'snapshot':
          this.#renew(change.snapshot)
          listChanged = true
          break
        case 'connection':
          this.#put(this.connection, change.status)
          if (change.status.state === 'online') for (const one of this.#timelines) one.online()
          break
        case 'conversation':
          listChanged = true
          this.#summaries.set(change.summary.conversation_id, change.summary)
          this.#putAt(this.#conversation, change.summary.conversation_id, change.summary)
          break
        case 'gone':
          listChanged = this.#gone(change.conversation_id) || listChanged
          break
        case 'messages':
          for (const one of this.#timelinesOf(change.conversation_id)) if (one.given(change)) this.#told.add(one)
          break
        case 'outgoing':
          this.#putOutgoing(change.conversation_id, change.outgoing)
          for (const one of this.#timelinesOf(change.conversation_id)) {
            if (one.outgoing(change.outgoing)) this.#told.add(one)
          }
          break
        case 'receipts':
          this.#receiptsKnown.set(change.conversation_id, change.receipts)
          this.#putAt(this.#receipts, change.conversation_id, change.receipts)
          break
        case 'typing':
          this.#put(this.#typing.of(change.conversation_id), change.user_ids)
          break
        case 'presence':
          this.#putAt(this.#presence, change.user_id, change.presence)
          break
        case 'person':
          this.#people.set(change.person.user_id, change.person)
          this.#putAt(this.#person, change.person.user_id, change.person)
          break
        case 'event':
          events.push(change.event)
          break
      }
    }
    if (listChanged) this.#put(this.conversations, this.#list())
    this.#tell(events)
  }

  #tell(events: readonly Happening[]): void {
    const told = this.#told
    this.#told = new Set()
    for (const value of told) value.tell()
    for (const timeline of [...this.#timelines]) timeline.settle()
    for (const { name, value } of events) {
      for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(value as never)
    }
  }

  #renew(snapshot: Snapshot): void {
    this.#deviceId = snapshot.device_id
    this.#put(this.connection, snapshot.status)
    this.#summaries.clear()
    for (const one of snapshot.conversations) this.#summaries.set(one.conversation_id, one)
    for (const [id, value] of this.#conversation.entries()) this.#put(value, this.#summaries.get(id))
    this.#outgoingOf.clear()
    this.#put(this.outgoing, NOBODY)
    for (const { conversation_id } of snapshot.outgoing) {
      this.#putOutgoing(
        conversation_id,
        snapshot.outgoing.filter((one) => one.conversation_id === conversation_id),
      )
    }
    for (const one of snapshot.receipts) {
      this.#receiptsKnown.set(one.conversation_id, one.receipts)
      this.#putAt(this.#receipts, one.conversation_id, one.receipts)
    }
    const typing = new Map(snapshot.typing.map((one) => [one.conversation_id, one.user_ids]))
    for (const [id, value] of this.#typing.entries()) this.#put(value, typing.get(id) ?? NOBODY)
    for (const [id, users] of typing) this.#put(this.#typing.of(id), users)
    for (const one of snapshot.presence) this.#putAt(this.#presence, one.user_id, one.presence)
    for (const one of snapshot.people) {
      this.#people.set(one.user_id, one)
      this.#putAt(this.#person, one.user_id, one)
    }
    for (const one of this.#timelines) one.renew(this.#outgoingOf.get(one.conversationId) ?? NOBODY)
    this.#isOpen()
    queueMicrotask(() => this.#again())
  }

  /** Another engine does not know yet what this view wants. */
  #again(): void {
    if (this.#watched.size > 0) quietly(this.#commands.watch([...this.#watched]))
    if (this.#followed.size > 0) quietly(this.#commands.follow([...this.#followed]))
  }

  #gone(conversationId: string): boolean {
    this.#receiptsKnown.delete(conversationId)
    this.#putAt(this.#receipts, conversationId, NOBODY)
    this.#putAt(this.#conversation, conversationId, undefined)
    return this.#summaries.delete(conversationId)
  }

  #list(): readonly ConversationSummary[] {
    return [...this.#summaries.values()].sort(
      (a, b) => b.active_at - a.active_at || (a.conversation_id < b.conversation_id ? -1 : 1),
    )
  }

  #timelinesOf(conversationId: string): TimelineView[] {
    return [...this.#timelines].filter((one) => one.conversationId === conversationId)
  }

  #putOutgoing(conversationId: string, outgoing: readonly OutgoingMessage[]): void {
    if (outgoing.length === 0) this.#outgoingOf.delete(conversationId)
    else this.#outgoingOf.set(conversationId, outgoing)
    const all = [...this.#outgoingOf.values()].flat()
    this.#put(
      this.outgoing,
      all.sort((a, b) => a.created_at - b.created_at),
    )
  }

  #put<T>(value: Value<T>, next: T): void {
    if (value.put(next)) this.#told.add(value)
  }

  #putAt<T>(values: Values<T>, key: string, next: T): void {
    const value = values.find(key)
    if (value !== undefined) this.#put(value, next)
  }

  #watch(userId: string, isWatched: boolean): void {
    if (isWatched) this.#watched.add(userId)
    else this.#watched.delete(userId)
    quietly(this.#commands.watch([...this.#watched]))
  }

  #follow(conversationId: string, isWatched: boolean): void {
    if (isWatched) this.#followed.add(conversationId)
    else this.#followed.delete(conversationId)
    quietly(this.#commands.follow([...this.#followed]))
  }
}

/** Nobody waits for it. Where it is refused as nothing can be asked any more, `connection` says that. */
function quietly(asked: Promise<void>): void {
  asked.catch(() => {})
}
