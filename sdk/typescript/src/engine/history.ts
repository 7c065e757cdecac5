import { isShown } from '../connection/frames.js'
import type { Message } from '../protocol.js'
import type { ParleyApi } from '../rest/api.js'
import type { Span, StoredCursor } from '../storage/storage.js'
import type { ConversationState } from './conversation.js'
import type { Ledger } from './ledger.js'
import type { HistoryPage, HistoryPlace } from './link.js'
import { LAST, spanOf, tail, withSpan } from './spans.js'
import type { Steps } from './steps.js'

const FIRST = '0000000000000'
/** Pages of messages that this device is about to be given, which are passed over. */
const AHEAD_MAX = 10

/** So many are shown at once, though there may be more; a server that does not answer delays no more than fewer. */
const ENOUGH = 30

export interface HistoryOwner extends Steps {
  find(conversationId: string): ConversationState | undefined
  cursor(conversationId: string): StoredCursor | null
  /** Part of a step: more of a conversation is known. */
  learned(conversation: ConversationState): void
}

/**
 * Pages of a conversation: from what is stored, and from the server what is not, which then is stored. What is beyond the
 * conversation's cursor is left out: it is about to be given in its order.
 */
export class History {
  constructor(
    private readonly ledger: Ledger,
    private readonly api: ParleyApi,
    private readonly owner: HistoryOwner,
  ) {}

  async page(id: string, place: HistoryPlace, limit: number): Promise<HistoryPage> {
    if (this.owner.find(id) === undefined || this.owner.cursor(id) === null) return this.#remote(id, place, limit)
    switch (place.at) {
      case 'latest':
        return this.#latest(id, limit)
      case 'before':
        return this.#before(id, place.message_id, limit)
      case 'after':
        return this.#after(id, place.message_id, limit)
      case 'around':
        return this.#around(id, place.message_id, limit)
    }
  }

  async #latest(id: string, limit: number): Promise<HistoryPage> {
    const here = await this.#older(id, tail(this.#spans(id)), LAST, limit)
    const { length } = here.messages
    if (length >= Math.min(limit, ENOUGH) || !here.has_older || (length > 0 && !this.owner.ready())) return here
    try {
      await this.#fetchBefore(id, here.messages[0]?.message_id, limit)
    } catch (e) {
      // Something to see is more than an error.
      if (here.messages.length > 0) return here
      throw e
    }
    return this.#older(id, tail(this.#spans(id)), LAST, limit)
  }

  async #before(id: string, messageId: string, limit: number): Promise<HistoryPage> {
    const here = await this.#older(id, spanOf(this.#spans(id), messageId), messageId, limit)
    if (here.messages.length > 0 || !here.has_older) return here
    // The message itself is not kept any more when there had to be room for others.
    const newest = await this.#fetchBefore(id, messageId, limit)
    return this.#older(id, spanOf(this.#spans(id), newest ?? messageId), messageId, limit)
  }

  async #after(id: string, messageId: string, limit: number): Promise<HistoryPage> {
    const here = await this.#newer(id, spanOf(this.#spans(id), messageId), messageId, limit)
    if (here.messages.length > 0 || !here.has_newer) return here
    await this.#fetchAfter(id, messageId, limit)
    return this.#newer(id, spanOf(this.#spans(id), messageId), messageId, limit)
  }

  async #around(id: string, messageId: string, limit: number): Promise<HistoryPage> {
    const half = Math.ceil(limit / 2)
    // What is before the first message is around the beginning: nothing was read yet, and one goes to where one stopped.
    const spanAround = () =>
      spanOf(this.#spans(id), messageId) ?? this.#spans(id).find((one) => one.begins && messageId < one.from)
    if (spanAround() === undefined) {
      const newest = await this.#fetchBefore(id, messageId, half)
      await this.#fetchAfter(id, newest ?? FIRST, half + 1)
    }
    const span = spanAround()
    const newer = await this.#newer(id, span, messageId, half, true)
    const older = await this.#older(id, span, messageId, half)
    return { ...newer, messages: [...older.messages, ...newer.messages], has_older: older.has_older }
  }

  /** What is stored of a span before a message, or with `LAST` at its end. */
  async #older(id: string, span: Span | undefined, before: string, limit: number): Promise<HistoryPage> {
    const toSeq = this.#seq(id)
    if (span === undefined) return { messages: [], has_older: true, has_newer: false, to_seq: toSeq }
    const range = { conversation_id: id, from: span.from, to: before, limit: limit + 2, newestFirst: true }
    const read = (await this.ledger.messages(range)).filter((one) => one.message_id !== before)
    const messages = read.slice(0, limit).reverse()
    const begins = messages[0] !== undefined && messages[0].seq <= this.#firstVisible(id)
    const hasOlder = !begins && (read.length > limit || !span.begins)
    return { messages: this.#seen(id, messages), has_older: hasOlder, has_newer: false, to_seq: toSeq }
  }

  /** What is stored of a span after a message, or with it. */
  async #newer(
    id: string,
    span: Span | undefined,
    after: string,
    limit: number,
    inclusive = false,
  ): Promise<HistoryPage> {
    const toSeq = this.#seq(id)
    if (span === undefined) return { messages: [], has_older: true, has_newer: true, to_seq: toSeq }
    const range = { conversation_id: id, from: after, to: span.to ?? LAST, limit: limit + 2, newestFirst: false }
    const read = (await this.ledger.messages(range)).filter((one) => inclusive || one.message_id !== after)
    const messages = this.#seen(id, read.slice(0, limit))
    return { messages, has_older: true, has_newer: read.length > limit || span.to !== null, to_seq: toSeq }
  }

  /** Stores a page before a message, or the newest. @returns the id of its newest message */
  async #fetchBefore(id: string, before: string | undefined, limit: number): Promise<string | undefined> {
    const asked = this.owner.find(id)
    let from = before
    for (let pages = 0; pages < AHEAD_MAX; pages++) {
      const page = await this.api.messages(id, { ...(from === undefined ? {} : { before: from }), limit: most(limit) })
      const oldest = page.items.at(-1)?.message_id
      const begins = page.next_cursor === null || oldest === undefined
      const cursor = this.owner.cursor(id)?.message_id ?? ''
      if (before === undefined && !begins && oldest > cursor) {
        from = oldest
        continue
      }
      // Right up to the message before which it is, if that is stored; else up to the newest of the page.
      const newest = page.items[0]?.message_id
      const to = before === undefined ? null : spanOf(this.#spans(id), before) === undefined ? (newest ?? null) : before
      if (before === undefined || to !== null) {
        this.#store(asked, page.items, { from: oldest ?? before ?? '', to, begins })
      }
      return newest
    }
    return undefined
  }

  async #fetchAfter(id: string, after: string, limit: number): Promise<void> {
    const asked = this.owner.find(id)
    const page = await this.api.messages(id, { after, limit: most(limit) })
    const newest = page.items.at(-1)?.message_id
    const cursor = this.owner.cursor(id)?.message_id ?? ''
    const reachesEnd = page.next_cursor === null || newest === undefined || newest > cursor
    this.#store(asked, page.items, {
      from: after === FIRST ? (page.items[0]?.message_id ?? '') : after,
      to: reachesEnd ? null : newest,
      begins: after === FIRST,
    })
  }

  #store(asked: ConversationState | undefined, messages: readonly Message[], span: Span): void {
    this.owner.step(() => {
      // One may have left meanwhile, or come back.
      if (asked === undefined || asked !== this.owner.find(asked.id)) return
      const cursor = this.owner.cursor(asked.id)?.message_id ?? ''
      for (const message of messages) {
        if (message.message_id > cursor) continue
        this.ledger.message(message)
        asked.shows(message)
      }
      asked.spans = withSpan(asked.spans, span)
      this.owner.learned(asked)
    })
  }

  /** Of a conversation of which this device does not know yet where it begins: nothing of it is stored. */
  async #remote(id: string, place: HistoryPlace, limit: number): Promise<HistoryPage> {
    if (place.at === 'around') {
      const newer = await this.#remote(id, { at: 'after', message_id: place.message_id }, limit)
      const next = newer.messages[0]?.message_id
      const older = await this.#remote(
        id,
        next === undefined ? { at: 'latest' } : { at: 'before', message_id: next },
        limit,
      )
      return { ...newer, messages: [...older.messages, ...newer.messages], has_older: older.has_older }
    }
    const query =
      place.at === 'latest' ? {} : place.at === 'after' ? { after: place.message_id } : { before: place.message_id }
    const page = await this.api.messages(id, { ...query, limit: most(limit) })
    const items = place.at === 'after' ? page.items : [...page.items].reverse()
    const more = page.next_cursor !== null
    return {
      messages: items.filter(isShown),
      has_older: place.at === 'after' || more,
      has_newer: place.at === 'after' ? more : place.at !== 'latest',
      to_seq: items.at(-1)?.seq ?? 0,
    }
  }

  #spans(id: string): readonly Span[] {
    return this.owner.find(id)?.spans ?? []
  }

  #seq(id: string): number {
    return this.owner.cursor(id)?.seq ?? 0
  }

  /** Those to show: what one may not see any more is kept from before one left. */
  #seen(id: string, messages: readonly Message[]): Message[] {
    const first = this.#firstVisible(id)
    return messages.filter((one) => one.seq >= first && isShown(one))
  }

  #firstVisible(id: string): number {
    return this.owner.find(id)?.summary?.first_visible_seq ?? 1
  }
}

function most(limit: number): number {
  return Math.min(Math.max(Math.floor(limit), 1), 200)
}
