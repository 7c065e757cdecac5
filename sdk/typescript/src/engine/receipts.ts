import type { Clock } from '../host.js'
import type { ClientFrame, ReceiptKind } from '../protocol.js'

/** Each conversation's is told so often at most. */
const INTERVAL_MS = 1_000

/** Not more at a time than a server bears from everybody. */
const AT_A_TIME_MAX = 20

/** Conversations of which something may wait. */
const WAITING_MAX = 10_000

/** Tells what was received and read: the latest of each conversation counts, so a word waits here and not a queue. */
export class Receipts {
  readonly #waiting = { read: new Map<string, string>(), delivered: new Map<string, string>() }
  #resting = false

  constructor(
    private readonly clock: Clock,
    private readonly say: (frame: ClientFrame) => boolean,
  ) {}

  add(kind: ReceiptKind, conversationId: string, messageId: string): void {
    const waiting = this.#waiting[kind]
    const before = waiting.get(conversationId)
    if (before === undefined && waiting.size >= WAITING_MAX) return
    if (before === undefined || messageId > before) waiting.set(conversationId, messageId)
    this.tell()
  }

  forget(conversationId: string): void {
    this.#waiting.read.delete(conversationId)
    this.#waiting.delivered.delete(conversationId)
  }

  /** There may be a socket to tell it on. */
  tell(): void {
    if (this.#resting) return
    let said = 0
    for (const kind of ['read', 'delivered'] as const) {
      const waiting = this.#waiting[kind]
      for (const [conversation, message] of waiting) {
        if (said === AT_A_TIME_MAX) break
        if (!this.say({ type: 'receipt', kind, conversation_id: conversation, message_id: message })) return
        waiting.delete(conversation)
        said++
      }
    }
    if (said > 0) {
      this.#resting = true
      this.clock.later(INTERVAL_MS, () => {
        this.#resting = false
        this.tell()
      })
    }
  }
}
