import type { Message, OutgoingMessage, TimelineState } from '@parley/client'
import { dayNumber } from '../../i18n/calendar.ts'
import type { RowSource } from './ScrollModel.ts'

/** Messages of one sender with less than this between them stand together. */
const TOGETHER_MS = 5 * 60_000

export interface Row {
  readonly key: string
  readonly entry: Message | OutgoingMessage
  /** The first and last of what one sender wrote in a row. */
  readonly first: boolean
  readonly last: boolean
  /** The day that begins with this row. */
  readonly day: number | null
  /** Whether the first unread message is this one. */
  readonly unread: boolean
}

export const isOutgoing = (entry: Message | OutgoingMessage): entry is OutgoingMessage => 'state' in entry

export const timeOf = (entry: Message | OutgoingMessage): number =>
  isOutgoing(entry) ? entry.created_at : entry.server_ts

const isEvent = (entry: Message | OutgoingMessage): boolean => !isOutgoing(entry) && entry.kind === 'event'

/**
 * A message of one's own keeps its key when it takes its place in the order, so its row is not made anew. Another
 * device's `client_msg_id` is told too, and is as unique.
 */
export const keyOf = (entry: Message | OutgoingMessage): string =>
  entry.client_msg_id ?? (isOutgoing(entry) ? '' : entry.message_id)

/** The rows of a timeline. Each is made when it is looked at: with 100,000 messages, forty are. */
export class Rows implements RowSource {
  readonly #state: Pick<TimelineState, 'messages' | 'outgoing' | 'hasOlder'>
  /** The key of the row before which "new" stands. */
  readonly #unreadKey: string | null

  constructor(
    state: Pick<TimelineState, 'messages' | 'outgoing' | 'hasOlder'>,
    private readonly me: string,
    firstUnread: Message | null = null,
  ) {
    this.#state = state
    this.#unreadKey = firstUnread === null ? null : keyOf(firstUnread)
  }

  get count(): number {
    return this.#state.messages.length + this.#state.outgoing.length
  }

  entryAt(index: number): Message | OutgoingMessage | undefined {
    const { messages, outgoing } = this.#state
    return index < messages.length ? messages[index] : outgoing[index - messages.length]
  }

  keyAt(index: number): string {
    const entry = this.entryAt(index)
    return entry === undefined ? '' : keyOf(entry)
  }

  senderOf(entry: Message | OutgoingMessage): string {
    return isOutgoing(entry) ? this.me : entry.from
  }

  at(index: number): Row | undefined {
    const entry = this.entryAt(index)
    if (entry === undefined) return undefined
    const before = this.entryAt(index - 1)
    const after = this.entryAt(index + 1)
    const day = dayNumber(timeOf(entry))
    const newDay = before === undefined ? !this.#state.hasOlder : dayNumber(timeOf(before)) !== day
    return {
      key: keyOf(entry),
      entry,
      first: !this.#together(before, entry),
      last: !this.#together(entry, after),
      // While there are older ones, nobody knows whether the day began with the first that is here.
      day: newDay ? day : null,
      unread: this.#unreadKey !== null && keyOf(entry) === this.#unreadKey,
    }
  }

  #together(one: Message | OutgoingMessage | undefined, next: Message | OutgoingMessage | undefined): boolean {
    if (one === undefined || next === undefined || isEvent(one) || isEvent(next)) return false
    if (this.senderOf(one) !== this.senderOf(next) || keyOf(next) === this.#unreadKey) return false
    const gap = timeOf(next) - timeOf(one)
    return gap < TOGETHER_MS && dayNumber(timeOf(one)) === dayNumber(timeOf(next))
  }

  estimate(index: number): number {
    const entry = this.entryAt(index)
    if (entry === undefined || isEvent(entry)) return 40
    return 46 + 21 * Math.min(25, Math.floor((entry.text?.length ?? 0) / 55))
  }
}
