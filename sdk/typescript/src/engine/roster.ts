import { backoff } from '../connection/backoff.js'
import { ParleyError } from '../errors.js'
import type { Clock, Random } from '../host.js'
import type { Conversation } from '../protocol.js'
import type { ParleyApi } from '../rest/api.js'

const PAGE = 200

export interface RosterOwner {
  ready(): boolean
  /** The server told a conversation; its place in the list of all, when it was in it. */
  told(conversation: Conversation): void
  /** The whole list was read, in its order. */
  listed(conversations: readonly Conversation[]): void
  /** One is no member of it. */
  gone(conversationId: string): void
  /** Those of which something is known here. */
  known(): Iterable<string>
}

/**
 * Learns of conversations by REST what neither messages nor catch-ups say: titles, members, and which one has left while away.
 * One question at a time; what cannot be answered is asked again with backoff.
 */
export class Roster {
  readonly #stale = new Set<string>()
  /** What was told while the list is read, which may be of before. */
  #meanwhile: Set<string> | null = null
  #all = false
  #running = false
  #failures = 0

  constructor(
    private readonly api: ParleyApi,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly owner: RosterOwner,
  ) {}

  /** What is known of one may be old. */
  doubt(conversationId: string): void {
    this.#stale.add(conversationId)
    this.look()
  }

  /** What is known of all may be old. */
  doubtAll(): void {
    this.#all = true
    this.look()
  }

  /** The server just told it, or that one has left: an answer under way is of before. */
  told(conversationId: string): void {
    this.#stale.delete(conversationId)
    this.#meanwhile?.add(conversationId)
  }

  /** There may be a connection to ask by. */
  look(): void {
    if (!this.#running && this.owner.ready() && (this.#all || this.#stale.size > 0)) {
      this.#running = true
      void this.#run()
    }
  }

  async #run(): Promise<void> {
    let waitMs = 0
    try {
      while (this.owner.ready() && (this.#all || this.#stale.size > 0)) {
        if (this.#all) await this.#list()
        else await this.#one()
        this.#failures = 0
      }
    } catch (e) {
      waitMs = (e instanceof ParleyError ? (e.retryAfterMs ?? 0) : 0) + backoff(++this.#failures, this.random)
    }
    if (waitMs > 0) await new Promise<void>((done) => this.clock.later(waitMs, done))
    this.#running = false
    this.look()
  }

  async #list(): Promise<void> {
    const known = new Set(this.owner.known())
    const all: Conversation[] = []
    const meanwhile = new Set<string>()
    this.#meanwhile = meanwhile
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<ParleyApi['conversations']>> = await this.api.conversations({
        cursor,
        limit: PAGE,
      })
      all.push(...page.items)
      cursor = page.next_cursor
    } while (cursor !== null)
    this.#all = false
    this.#meanwhile = null
    this.owner.listed(all.filter((one) => !meanwhile.has(one.conversation_id)))
    for (const id of meanwhile) known.delete(id)
    for (const conversation of all) {
      known.delete(conversation.conversation_id)
      this.#stale.delete(conversation.conversation_id)
    }
    // One that moved between two pages is there all the same: each is asked for.
    for (const missing of known) this.#stale.add(missing)
  }

  async #one(): Promise<void> {
    const next = this.#stale.values().next()
    if (next.done) return
    try {
      const conversation = await this.api.conversation(next.value)
      // Else the server told it meanwhile.
      if (this.#stale.delete(next.value)) this.owner.told(conversation)
    } catch (e) {
      if (!(e instanceof ParleyError) || (e.code !== 'not_found' && e.code !== 'forbidden')) throw e
      if (this.#stale.delete(next.value)) this.owner.gone(next.value)
    }
  }
}
