import type { OutgoingMessage, Timeline, TimelineState } from '../client.js'
import type { Commands, HistoryPage, HistoryPlace } from '../engine/link.js'
import { asError } from '../errors.js'
import type { Message } from '../protocol.js'
import { Value } from './value.js'

const PAGE = 50

/** Some messages that were given, as the engine told them. */
export interface Given {
  readonly after_seq: number
  readonly to_seq: number
  readonly messages: readonly Message[]
}

/** A window over one conversation. */
export class TimelineView extends Value<TimelineState> implements Timeline {
  /** Up to where all is in the window, or known to be nothing to show. */
  #toSeq = 0
  /** What was given since the load under way began: its page may be of before. */
  #meanwhile: Given[] | null = null
  #closed = false
  /** Something is between the window and what was given since. */
  #isStale = false
  /** What belongs at the window's end when it is next looked at: a burst is not copied once for each. */
  #fresh: Message[] = []

  constructor(
    readonly conversationId: string,
    outgoing: readonly OutgoingMessage[],
    private readonly commands: Commands,
    private readonly closing: () => void,
  ) {
    super({
      messages: [],
      outgoing,
      hasOlder: false,
      hasNewer: false,
      loading: 'jump',
      error: null,
    })
    void this.#jump({ at: 'latest' })
  }

  override get(): TimelineState {
    if (this.#fresh.length > 0) {
      const state = super.get()
      this.put({ ...state, messages: state.messages.concat(this.#fresh) })
      this.#fresh = []
    }
    return super.get()
  }

  async loadOlder(): Promise<void> {
    const { messages, hasOlder, loading } = this.get()
    const first = messages[0]
    if (loading !== null || (!hasOlder && first !== undefined)) return
    if (first === undefined) return this.#jump({ at: 'latest' })
    await this.#load('older', { at: 'before', message_id: first.message_id }, (page) => ({
      messages: [...page.messages, ...this.get().messages],
      hasOlder: page.has_older,
    }))
  }

  async loadNewer(): Promise<void> {
    const { messages, hasNewer, loading } = this.get()
    const last = messages.at(-1)
    if (loading !== null || !hasNewer || last === undefined) return
    await this.#load('newer', { at: 'after', message_id: last.message_id }, (page) => {
      const all = [...this.get().messages, ...page.messages]
      // An engine that took over may know less than what the one before it told.
      if (!page.has_newer) this.#toSeq = Math.max(page.to_seq, all.at(-1)?.seq ?? 0)
      return { messages: all, hasNewer: page.has_newer }
    })
  }

  async jumpTo(target: 'latest' | { readonly messageId: string }): Promise<void> {
    const { messages, hasNewer, loading } = this.get()
    if (target === 'latest') {
      if (hasNewer || messages.length === 0 || loading === 'jump') await this.#jump({ at: 'latest' })
    } else if (!messages.some((one) => one.message_id === target.messageId)) {
      await this.#jump({ at: 'around', message_id: target.messageId })
    }
  }

  close(): void {
    this.#closed = true
    this.closing()
  }

  /** Some messages follow. @returns whether the state is another */
  given(given: Given): boolean {
    this.#meanwhile?.push(given)
    const { loading, hasNewer } = super.get()
    return loading !== 'jump' && !hasNewer && this.#append(given)
  }

  outgoing(outgoing: readonly OutgoingMessage[]): boolean {
    const isSame = outgoing.length === 0 && this.get().outgoing.length === 0
    return !isSame && this.put({ ...this.get(), outgoing })
  }

  /** After what was told was shown: what did not fit is loaded. */
  settle(): void {
    const { messages, loading } = super.get()
    if (!this.#isStale || this.#closed || loading !== null) return
    this.#isStale = false
    if (messages.length === 0) {
      void this.#jump({ at: 'latest' })
    } else {
      this.put({ ...this.get(), hasNewer: true })
      void this.loadNewer()
    }
  }

  /** Another engine tells from here on: what was between is not known. */
  renew(outgoing: readonly OutgoingMessage[]): void {
    this.put({ ...this.get(), outgoing })
    this.#isStale = !this.get().hasNewer
    this.tell()
    this.settle()
  }

  /** There is a connection again: what could not be shown at all is tried again. */
  online(): void {
    const { messages, error } = this.get()
    this.#isStale ||= messages.length === 0 && error !== null
  }

  /** Puts messages at the window's end, if they follow it. @returns whether the state is another */
  #append(given: Given): boolean {
    if (given.to_seq <= this.#toSeq) return false
    this.#isStale ||= given.after_seq > this.#toSeq
    if (this.#isStale) return false
    const fresh = given.messages.filter((one) => one.seq > this.#toSeq)
    this.#toSeq = given.to_seq
    this.#fresh.push(...fresh)
    return fresh.length > 0
  }

  /** Shows another part, and keeps the one that is shown until it is there. */
  async #jump(place: HistoryPlace): Promise<void> {
    this.#isStale = false
    await this.#load('jump', place, (page) => {
      this.#toSeq = page.has_newer ? 0 : Math.max(page.to_seq, page.messages.at(-1)?.seq ?? 0)
      return { messages: page.messages, hasOlder: page.has_older, hasNewer: page.has_newer }
    })
  }

  async #load(
    kind: 'older' | 'newer' | 'jump',
    place: HistoryPlace,
    show: (page: HistoryPage) => Partial<TimelineState>,
  ): Promise<void> {
    const meanwhile: Given[] = []
    this.#meanwhile = meanwhile
    this.set({ ...this.get(), loading: kind, error: null })
    let next: Partial<TimelineState>
    try {
      const page = await this.commands.history(this.conversationId, place, PAGE)
      if (this.#closed || this.#meanwhile !== meanwhile) return
      next = show(page)
    } catch (e) {
      if (this.#closed || this.#meanwhile !== meanwhile) return
      next = { error: asError(e) }
    }
    this.#meanwhile = null
    this.put({ ...this.get(), ...next, loading: null })
    if (kind !== 'older' && !this.get().hasNewer) for (const given of meanwhile) this.#append(given)
    this.tell()
    this.settle()
  }
}
