import { ParleyError } from '../errors.js'
import type { ParleyApi } from '../rest/api.js'
import type { Inbox } from '../sync/inbox.js'
import type { Steps } from './steps.js'

const PAGE = 200
const FIRST = '0000000000000'

export interface HolesOwner extends Steps {
  /** It turned out that one is a member no more. */
  gone(conversationId: string): void
}

/** Fills holes of the inbox from the history. */
export class Holes {
  constructor(
    private readonly inbox: Inbox,
    private readonly api: ParleyApi,
    private readonly owner: HolesOwner,
  ) {}

  /** @returns conversations of which it could not be read, and for how many ms to leave it at that at least */
  async fill(conversations: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const refused = new Map<string, number>()
    for (const conversation of conversations) {
      try {
        await this.#fill(conversation)
      } catch (e) {
        refused.set(conversation, e instanceof ParleyError ? (e.retryAfterMs ?? 0) : 0)
      }
    }
    return refused
  }

  /** Reads one conversation on from its hole, page by page, as far as it lacks something. */
  async #fill(conversation: string): Promise<void> {
    for (;;) {
      const hole = this.owner.ready() ? this.inbox.hole(conversation) : null
      if (hole === null) return
      try {
        const page = await this.api.messages(conversation, { after: hole.after ?? FIRST, limit: PAGE })
        this.owner.step(() => this.inbox.page(hole, page.items))
        if (page.next_cursor === null || page.items.length === 0) return
      } catch (e) {
        if (!(e instanceof ParleyError) || (e.code !== 'forbidden' && e.code !== 'not_found')) throw e
        // That one may not read it was true when the history was asked; one may have come back since.
        if (this.inbox.isStill(hole)) this.owner.gone(conversation)
        return
      }
    }
  }
}
