import type { ConversationSummary } from '../client.js'
import type { Change, Commands, Snapshot } from '../engine/link.js'
import type { Message } from '../protocol.js'

/** What is read of a conversation for an engine's silence; of more than some pages nobody needs to be told. */
const PAGE = 200
const PAGES_MAX = 5
/** Before every message. */
const FIRST = '0000000000000'

/** Up to where the messages of a conversation happened. */
interface Position {
  readonly seq: number
  readonly message_id: string
  /** Whether that one was told; else it is where the view began, of which no engine may have spoken yet. */
  readonly isTold: boolean
}

/**
 * Passes on what one engine tells after the other, so that each message happens once. Between two of them some may have been
 * kept without a word to this tab: then the next, to whom they are nothing new, is asked for them.
 */
export class ToldOnce {
  readonly #happened = new Map<string, Position>()
  /** What engines told of conversations that are being read, which comes after it. */
  readonly #held = new Map<string, Message[]>()
  /** What the last snapshot has of each conversation. */
  #lastSeqs = new Map<string, number>()

  constructor(
    private readonly listener: (changes: readonly Change[]) => void,
    private readonly history: Commands['history'],
  ) {}

  take(changes: readonly Change[]): void {
    this.listener(changes.filter((change) => this.#passes(change)))
  }

  #passes(change: Change): boolean {
    if (change.type === 'snapshot') this.#renewed(change.snapshot)
    if (change.type === 'conversation') this.#met(change.summary)
    if (change.type !== 'event' || change.event.name !== 'message') return true
    const message = change.event.value
    const held = this.#held.get(message.conversation_id)
    held?.push(message)
    return held === undefined && this.#isNew(message)
  }

  #isNew({ conversation_id, seq, message_id }: Message): boolean {
    const at = this.#happened.get(conversation_id)
    if (at?.isTold && seq <= at.seq) return false
    this.#happened.set(conversation_id, { seq, message_id, isTold: true })
    return true
  }

  #renewed({ conversations }: Snapshot): void {
    this.#lastSeqs = new Map(conversations.map((one) => [one.conversation_id, one.last_seq]))
    for (const one of conversations) {
      const at = this.#met(one)
      if (at.seq < one.last_seq && !this.#held.has(one.conversation_id)) void this.#recall(one.conversation_id)
    }
  }

  /** What was in a conversation before this tab knew of it is no news. */
  #met({ conversation_id, last_seq, last_message_id }: ConversationSummary): Position {
    const known = this.#happened.get(conversation_id)
    if (known !== undefined) return known
    const at = { seq: last_seq, message_id: last_message_id ?? FIRST, isTold: false }
    this.#happened.set(conversation_id, at)
    return at
  }

  async #recall(id: string): Promise<void> {
    const held: Message[] = []
    this.#held.set(id, held)
    try {
      for (let pages = 0; pages < PAGES_MAX; pages++) {
        const at = this.#happened.get(id)
        if (at === undefined || at.seq >= (this.#lastSeqs.get(id) ?? 0)) break
        const place = { at: at.message_id === FIRST ? 'around' : 'after', message_id: at.message_id } as const
        const page = await this.history(id, place, PAGE)
        this.#tell(page.messages)
        if (!page.has_newer || page.messages.length === 0) break
      }
    } catch {
      // It cannot be read now. An engine that has to fetch it will tell.
    }
    this.#held.delete(id)
    this.#tell(held)
  }

  #tell(messages: readonly Message[]): void {
    const fresh = messages.filter((one) => this.#isNew(one))
    if (fresh.length > 0) this.listener(fresh.map((value) => ({ type: 'event', event: { name: 'message', value } })))
  }
}
