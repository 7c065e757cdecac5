import type { ConversationState } from './conversation.js'
import type { Ledger } from './ledger.js'
import { LAST, tail } from './spans.js'
import type { Steps } from './steps.js'

/** More unread messages than this are the server's to count. */
const COUNTED_MAX = 500
const ASKED_AFTER_MS = 1_000

export interface UnreadOwner extends Steps {
  find(conversationId: string): ConversationState | undefined
  /** Part of a step: it is another. */
  learned(conversation: ConversationState): void
  /** The server is to tell it. */
  doubt(conversationId: string): void
}

/** Counts what is unread from what is kept; what is not here, the server counts, once it knows what was read. */
export class Unread {
  #unsure = new Set<string>()

  constructor(
    private readonly me: string,
    private readonly ledger: Ledger,
    private readonly owner: UnreadOwner,
  ) {}

  /** Part of a step: the count of a conversation may be wrong. */
  doubt(conversationId: string): void {
    this.#unsure.add(conversationId)
  }

  /** The end of a step. */
  count(): void {
    const unsure = this.#unsure
    this.#unsure = new Set()
    for (const id of unsure) void this.#count(id)
  }

  async #count(id: string): Promise<void> {
    const conversation = this.owner.find(id)
    const before = conversation?.summary
    if (conversation === undefined || before === undefined) return
    const read = before.read_message_id ?? ''
    const span = tail(conversation.spans)
    const range = { conversation_id: id, from: read, to: LAST, limit: COUNTED_MAX, newestFirst: true }
    const isHere = span !== undefined && (span.begins || span.from <= read)
    const after = isHere ? await this.ledger.messages(range) : null
    if (after === null || after.length >= COUNTED_MAX) {
      if (conversation.unconfirmedRead === null) this.owner.later(ASKED_AFTER_MS, () => this.owner.doubt(id))
      return
    }
    this.owner.step(() => {
      const now = conversation.summary
      if (conversation !== this.owner.find(id) || now === undefined) return
      if (now.last_seq !== before.last_seq || now.read_message_id !== before.read_message_id) {
        this.doubt(id)
        return
      }
      const unread = after.filter((one) => one.message_id > read && one.kind !== 'event' && one.from !== this.me)
      conversation.counts(unread.length)
      this.owner.learned(conversation)
    })
  }
}
