import { ParleyError } from '../errors.js'
import type { Clock } from '../host.js'

/** Conversations of which the newest message is fetched for the list. */
const PREVIEWS_MAX = 200
const PAUSE_MS = 1_000

export interface PreviewsOwner {
  ready(): boolean
  /** Whether something is there to be shown, and is not known. */
  lacksPreview(conversationId: string): boolean
  fetchLatest(conversationId: string): Promise<unknown>
}

/** Fetches the newest messages of those in the list that show none, one conversation after the other. */
export class Previews {
  #isRunning = false

  constructor(
    private readonly clock: Clock,
    private readonly owner: PreviewsOwner,
  ) {}

  async fetch(conversationIds: readonly string[]): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    for (const id of conversationIds.slice(0, PREVIEWS_MAX)) {
      if (!this.owner.ready()) break
      if (!this.owner.lacksPreview(id)) continue
      try {
        await this.owner.fetchLatest(id)
      } catch (e) {
        // Whoever looks at it asks again.
        const ms = e instanceof ParleyError ? e.retryAfterMs : undefined
        await new Promise<void>((done) => this.clock.later(ms ?? PAUSE_MS, done))
      }
    }
    this.#isRunning = false
  }
}
