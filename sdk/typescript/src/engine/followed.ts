import type { ReceiptCursors } from '../client.js'
import type { ParleyApi } from '../rest/api.js'

export interface FollowedOwner {
  ready(): boolean
  /** Whether it is known, and of those whose receipts are told live. */
  isFollowable(conversationId: string): boolean
  cursors(conversationId: string, cursors: readonly ReceiptCursors[]): void
}

/** How far the others have read, in the conversations that somebody looks at: asked once for each connection, then told live. */
export class Followed {
  readonly #wanted = new Map<object, readonly string[]>()
  readonly #asked = new Set<string>()

  constructor(
    private readonly api: ParleyApi,
    private readonly owner: FollowedOwner,
  ) {}

  set(seat: object, conversationIds: readonly string[]): void {
    this.#wanted.set(seat, conversationIds)
    this.look()
  }

  leave(seat: object): void {
    this.#wanted.delete(seat)
  }

  /** The connection is new: something may have been missed. */
  up(): void {
    this.#asked.clear()
    this.look()
  }

  /** There may be one that can be asked for now. */
  look(): void {
    if (this.#wanted.size === 0 || !this.owner.ready()) return
    for (const id of new Set([...this.#wanted.values()].flat())) {
      if (!this.#asked.has(id) && this.owner.isFollowable(id)) void this.#ask(id)
    }
  }

  async #ask(id: string): Promise<void> {
    this.#asked.add(id)
    try {
      this.owner.cursors(id, (await this.api.receipts(id, { limit: 200 })).items)
    } catch {
      // The next connection asks again; what is told live comes all the same.
    }
  }
}
