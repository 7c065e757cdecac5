import type { ConversationSummary, ReceiptCursors } from '../client.js'
import { isShown } from '../connection/frames.js'
import type { Conversation, Message, ReceiptKind, Standing } from '../protocol.js'
import type { Span, StoredConversation, StoredCursor } from '../storage/storage.js'
import { tail, withSpan } from './spans.js'

/** Whether `unread` is what it says, or has to be counted anew. */
export type Count = 'right' | 'unsure'

/**
 * One conversation as this device knows it. `last_seq`, `last_message_id`, `read_message_id` and `unread` belong together:
 * the server told them so, or what came since was counted in.
 */
export class ConversationState {
  spans: readonly Span[]
  /** What was read here and the server has not confirmed. */
  unconfirmedRead: string | null
  readonly #receipts: Map<string, ReceiptCursors>
  #conversation: Conversation | null
  #preview: Message | null
  /** When something last happened, as far as it is known. */
  #activeAt: number
  /** Where it stands in the server's list, as long as no message of it is known. */
  #listedAt = 0
  #summary: ConversationSummary | undefined

  constructor(
    readonly id: string,
    private readonly me: string,
    stored?: StoredConversation,
  ) {
    this.spans = stored?.spans ?? []
    this.unconfirmedRead = stored?.unconfirmed_read ?? null
    this.#conversation = stored?.conversation ?? null
    this.#preview = stored?.preview ?? null
    this.#activeAt = stored?.active_at ?? 0
    this.#receipts = new Map((stored?.receipts ?? []).map((one) => [one.user_id, one]))
  }

  /** The same object as long as nothing changes; undefined while only messages of it came. */
  get summary(): ConversationSummary | undefined {
    if (this.#summary === undefined && this.#conversation !== null) {
      this.#summary = { ...this.#conversation, preview: this.#preview, active_at: this.activeAt }
    }
    return this.#summary
  }

  get receipts(): readonly ReceiptCursors[] {
    return [...this.#receipts.values()]
  }

  stored(cursor: StoredCursor | null): StoredConversation {
    return {
      conversation_id: this.id,
      conversation: this.#conversation,
      cursor,
      spans: this.spans,
      preview: this.#preview,
      active_at: this.#activeAt,
      unconfirmed_read: this.unconfirmedRead,
      receipts: this.receipts,
    }
  }

  /** The server told all of it. @param givenSeq up to where messages were given here */
  told(fresh: Conversation, givenSeq: number): Count {
    const before = this.#conversation
    const read = later(later(before?.read_message_id ?? null, this.unconfirmedRead), fresh.read_message_id)
    const isBehind = before !== null && before.last_seq > fresh.last_seq
    const counts = isBehind ? before : fresh
    this.#set({
      ...fresh,
      last_seq: counts.last_seq,
      last_message_id: counts.last_message_id,
      read_message_id: read,
      unread: counts.unread,
    })
    this.#active(fresh.created_at)
    const isUncounted = before === null && givenSeq > fresh.last_seq
    return this.#counted(isUncounted || read !== counts.read_message_id)
  }

  /** A catch-up told where it stands. */
  stands(standing: Standing): Count {
    const before = this.#conversation
    if (before === null) return 'right'
    const read = later(later(before.read_message_id, this.unconfirmedRead), standing.read_message_id)
    const counts = standing.last_seq >= before.last_seq ? standing : before
    this.#set({
      ...before,
      last_seq: counts.last_seq,
      last_message_id: counts.last_message_id,
      read_message_id: read,
      unread: counts.unread,
    })
    return this.#counted(read !== counts.read_message_id)
  }

  /** A message stands in its order. */
  given(message: Message): void {
    if (tail(this.spans) === undefined) {
      this.spans = withSpan(this.spans, { from: message.message_id, to: null, begins: message.seq === 1 })
    }
    this.shows(message)
    const before = this.#conversation
    if (before === null || message.seq <= before.last_seq) return
    const last = { ...before, last_seq: message.seq, last_message_id: message.message_id }
    if (message.kind === 'event') this.#set(last)
    else if (message.from === this.me) this.#set({ ...last, read_message_id: message.message_id, unread: 0 })
    else this.#set({ ...last, unread: last.unread + 1 })
  }

  /** A message may be the newest to show in a list. */
  shows(message: Message): void {
    this.#active(message.server_ts)
    const isOlder = this.#preview !== null && this.#preview.message_id >= message.message_id
    if (message.kind === 'event' || isOlder || !isShown(message)) return
    this.#preview = message
    this.#listedAt = 0
    this.#summary = undefined
  }

  /** Something happened there then, at the latest known. */
  #active(time: number): void {
    if (time > this.#activeAt) {
      this.#activeAt = time
      this.#summary = undefined
    }
  }

  /**
   * In the server's list, it stands behind one that was active then.
   *
   * @returns before which time the next in the list was active
   */
  activeBefore(time: number): number {
    const isKnown = this.#preview !== null || this.#conversation?.last_message_id === null
    const at = isKnown ? 0 : time
    if (at !== this.#listedAt) this.#summary = undefined
    this.#listedAt = at
    return Math.min(time, this.activeAt - 1)
  }

  get activeAt(): number {
    return Math.max(this.#activeAt, this.#listedAt)
  }

  /** One has read up to there, on whatever device. */
  read(messageId: string): Count {
    const before = this.#conversation
    if (before === null || messageId <= (before.read_message_id ?? '')) return 'right'
    this.#set({ ...before, read_message_id: messageId })
    return this.#counted(true)
  }

  /** The server knows that one has read up to there. @returns whether that was awaited */
  confirmed(messageId: string | null): boolean {
    if (this.unconfirmedRead === null || messageId === null || messageId < this.unconfirmedRead) return false
    this.unconfirmedRead = null
    return true
  }

  counts(unread: number): void {
    if (this.#conversation !== null && this.#conversation.unread !== unread) {
      this.#set({ ...this.#conversation, unread })
    }
  }

  /** Somebody else has received or read up to there. @returns whether that is new */
  receipt(userId: string, kind: ReceiptKind, messageId: string): boolean {
    const before = this.#receipts.get(userId)
    const delivered = later(before?.delivered_message_id ?? null, messageId)
    const read = kind === 'read' ? later(before?.read_message_id ?? null, messageId) : (before?.read_message_id ?? null)
    if (before?.delivered_message_id === delivered && before.read_message_id === read) return false
    this.#receipts.set(userId, { user_id: userId, delivered_message_id: delivered, read_message_id: read })
    return true
  }

  #set(conversation: Conversation): void {
    this.#conversation = conversation
    this.#summary = undefined
  }

  /** All read is zero, whatever was counted. */
  #counted(isUnsure: boolean): Count {
    const c = this.#conversation
    if (!isUnsure || c === null) return 'right'
    if (c.last_message_id !== null && (c.read_message_id ?? '') < c.last_message_id) return 'unsure'
    this.counts(0)
    return 'right'
  }
}

/** The later of two message ids. */
function later(a: string | null, b: string | null): string | null {
  return (a ?? '') >= (b ?? '') ? a : b
}
