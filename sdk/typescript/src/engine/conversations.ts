import type { ConversationSummary, ReceiptCursors } from '../client.js'
import type { Clock, Random } from '../host.js'
import type { ClientFrame, Conversation, Message, ServerFrame, Standing } from '../protocol.js'
import type { ParleyApi } from '../rest/api.js'
import type { StoredConversation, StoredCursor } from '../storage/storage.js'
import type { Announcement } from './announcement.js'
import { ConversationState, type Count } from './conversation.js'
import { Followed, type FollowedOwner } from './followed.js'
import type { Ledger } from './ledger.js'
import { Previews, type PreviewsOwner } from './previews.js'
import { Receipts } from './receipts.js'
import { Roster, type RosterOwner } from './roster.js'
import type { Steps } from './steps.js'
import { Unread, type UnreadOwner } from './unread.js'

/** A crowd that lost its server asks for its conversations spread over this. */
const ROSTER_WITHIN_MS = 5_000

export interface ConversationsOwner extends Steps {
  say(frame: ClientFrame): boolean
  /** What the step that runs leaves to be told. */
  readonly announcement: Announcement
  cursor(conversationId: string): StoredCursor | null
  fetchLatest(conversationId: string): Promise<unknown>
  /** Part of a step: one is a member no more. */
  left(conversationId: string): void
}

export interface ConversationsSettings {
  readonly userId: string
  readonly clock: Clock
  readonly random: Random
  readonly api: ParleyApi
}

/** The conversations that this device knows: what they are called, who has read how far, how much is unread. */
export class Conversations implements RosterOwner, UnreadOwner, PreviewsOwner, FollowedOwner {
  readonly #known: Map<string, ConversationState>
  readonly #unread: Unread
  readonly #roster: Roster
  readonly #previews: Previews
  readonly #receipts: Receipts
  readonly #followed: Followed
  readonly #me: string

  constructor(
    stored: readonly StoredConversation[],
    private readonly settings: ConversationsSettings,
    private readonly ledger: Ledger,
    private readonly owner: ConversationsOwner,
  ) {
    const { api, clock, random, userId } = settings
    this.#me = userId
    this.#known = new Map(
      stored.map((one) => [one.conversation_id, new ConversationState(one.conversation_id, userId, one)]),
    )
    this.#unread = new Unread(userId, ledger, this)
    this.#roster = new Roster(api, clock, random, this)
    this.#previews = new Previews(clock, this)
    this.#receipts = new Receipts(clock, (frame) => owner.say(frame))
    this.#followed = new Followed(api, this)
  }

  /** No message of those in which nothing happened for long is kept any more. @returns which they are */
  makeRoom(): readonly string[] {
    const kept = [...this.#known.values()].filter((one) => one.spans.length > 0)
    const oldest = kept.sort((a, b) => a.activeAt - b.activeAt).slice(0, Math.ceil(kept.length / 2))
    for (const one of oldest) one.spans = []
    return oldest.map((one) => one.id)
  }

  find(id: string): ConversationState | undefined {
    return this.#known.get(id)
  }

  summary(id: string): ConversationSummary | undefined {
    return this.#known.get(id)?.summary
  }

  known(): Iterable<string> {
    return this.#known.keys()
  }

  all(): readonly ConversationState[] {
    return [...this.#known.values()]
  }

  // --- steps

  step(task: () => void): void {
    this.owner.step(task)
  }

  later(ms: number, task: () => void): void {
    this.owner.later(ms, task)
  }

  ready(): boolean {
    return this.owner.ready()
  }

  /** The end of a step. */
  count(): void {
    this.#unread.count()
  }

  /** There is a socket. */
  up(): void {
    for (const { id, unconfirmedRead } of this.#known.values()) {
      if (unconfirmedRead !== null) this.#receipts.add('read', id, unconfirmedRead)
    }
    this.#receipts.tell()
  }

  /** The first catch-up of a socket is whole. */
  caughtUp(isFirst: boolean): void {
    this.#followed.up()
    this.later(isFirst ? 0 : this.settings.random() * ROSTER_WITHIN_MS, () => this.#roster.doubtAll())
  }

  /** The socket is about to be closed. */
  closing(): void {
    this.#receipts.tell()
  }

  // --- what catch-ups and messages say

  /** It begins here. */
  begins(id: string): ConversationState {
    let known = this.#known.get(id)
    if (known === undefined) {
      known = new ConversationState(id, this.#me)
      this.#known.set(id, known)
    }
    return known
  }

  /** A catch-up says where it stands. @param isFirst whether the list of all is about to be read */
  stands(id: string, standing: Standing, isFirst: boolean): void {
    const conversation = this.begins(id)
    this.#count(id, conversation.stands(standing))
    this.#confirmed(conversation, standing.read_message_id)
    if (conversation.summary === undefined && !isFirst) this.doubt(id)
    this.learned(conversation)
  }

  /** A message stands in its order. @param wasMissed whether it may have come without what else was told of it */
  given(message: Message, wasMissed: boolean): void {
    const conversation = this.begins(message.conversation_id)
    conversation.given(message)
    this.learned(conversation)
    if (message.from !== this.#me && message.kind !== 'event') {
      // Sending moves one's own cursor there, and no receipt tells the others of it.
      if (conversation.receipt(message.from, 'read', message.message_id)) this.#tellReceipts(conversation)
    }
    if (conversation.summary === undefined || (wasMissed && message.kind === 'event')) this.doubt(conversation.id)
  }

  /** A message is kept. */
  received(message: Message): void {
    if (message.kind === 'event' || message.from === this.#me) return
    this.#receipts.add('delivered', message.conversation_id, message.message_id)
  }

  // --- what the server's frames and lists say

  /** A frame says it: what was asked is of before. */
  toldLive(conversation: Conversation): void {
    this.#roster.told(conversation.conversation_id)
    this.told(conversation)
  }

  told(conversation: Conversation): void {
    this.step(() => {
      const id = conversation.conversation_id
      const known = this.begins(id)
      this.#count(id, known.told(conversation, this.owner.cursor(id)?.seq ?? 0))
      this.#confirmed(known, conversation.read_message_id)
      this.learned(known)
      this.#followed.look()
    })
  }

  listed(conversations: readonly Conversation[]): void {
    this.step(() => {
      let before = this.settings.clock.now()
      for (const conversation of conversations) {
        this.told(conversation)
        before = this.begins(conversation.conversation_id).activeBefore(before)
      }
    })
    void this.#previews.fetch(conversations.map((one) => one.conversation_id))
  }

  gone(id: string): void {
    this.step(() => {
      this.owner.left(id)
      this.#receipts.forget(id)
      this.#roster.told(id)
      if (!this.#known.delete(id)) return
      this.ledger.forget(id)
      this.owner.announcement.gone(id)
    })
  }

  doubt(id: string): void {
    this.#roster.doubt(id)
  }

  learned(conversation: ConversationState): void {
    this.owner.announcement.conversation(conversation.id)
  }

  lacksPreview(id: string): boolean {
    const known = this.summary(id)
    return known !== undefined && known.preview === null && known.last_message_id !== null
  }

  fetchLatest(id: string): Promise<unknown> {
    return this.owner.fetchLatest(id)
  }

  // --- who has read how far

  follow(seat: object, ids: readonly string[]): void {
    this.#followed.set(seat, ids)
  }

  unfollow(seat: object): void {
    this.#followed.leave(seat)
  }

  isFollowable(id: string): boolean {
    return this.summary(id)?.members !== undefined
  }

  cursors(id: string, cursors: readonly ReceiptCursors[]): void {
    this.step(() => {
      const conversation = this.#known.get(id)
      if (conversation === undefined) return
      let isNew = false
      for (const { user_id, delivered_message_id: delivered, read_message_id: read } of cursors) {
        if (user_id === this.#me) continue
        if (delivered !== null && conversation.receipt(user_id, 'delivered', delivered)) isNew = true
        if (read !== null && conversation.receipt(user_id, 'read', read)) isNew = true
      }
      if (isNew) this.#tellReceipts(conversation)
    })
  }

  receipt(frame: Extract<ServerFrame, { type: 'receipt' }>): void {
    const { kind, conversation_id, user_id, message_id } = frame
    const conversation = this.#known.get(conversation_id)
    if (conversation === undefined || (kind !== 'read' && kind !== 'delivered')) return
    if (user_id !== this.#me) {
      if (!conversation.receipt(user_id, kind, message_id)) return
      this.#tellReceipts(conversation)
      this.owner.announcement.event({ name: 'receipt', value: { kind, conversation_id, user_id, message_id } })
    } else if (kind === 'read') {
      this.#count(conversation_id, conversation.read(message_id))
      this.#confirmed(conversation, message_id)
      this.learned(conversation)
    }
  }

  /** One has read up to there, on this device. */
  markRead(id: string, messageId: string): void {
    const conversation = this.#known.get(id)
    if (conversation?.summary === undefined || messageId <= (conversation.summary.read_message_id ?? '')) return
    conversation.unconfirmedRead = messageId
    this.#count(id, conversation.read(messageId))
    this.#receipts.add('read', id, messageId)
    this.learned(conversation)
  }

  #tellReceipts({ id, receipts }: ConversationState): void {
    this.ledger.conversation(id)
    this.owner.announcement.add({ type: 'receipts', conversation_id: id, receipts })
  }

  /** The server knows how far one has read. */
  #confirmed(conversation: ConversationState, messageId: string | null): void {
    if (conversation.confirmed(messageId)) this.#unread.doubt(conversation.id)
  }

  #count(id: string, count: Count): void {
    if (count === 'unsure') this.#unread.doubt(id)
  }
}
