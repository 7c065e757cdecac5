import type { Message } from '../protocol.js'
import type { Ledger } from './ledger.js'

/** Messages that were given and are not kept yet: once they are, they have been received. */
export class Arrivals {
  readonly #waiting: Message[] = []
  #isWaiting = false

  constructor(
    private readonly ledger: Ledger,
    private readonly received: (messages: readonly Message[]) => void,
  ) {}

  /** Part of a step that gives them to be kept. */
  add(messages: readonly Message[]): void {
    this.#waiting.push(...messages)
    if (this.#waiting.length > 0 && !this.#isWaiting) void this.#wait()
  }

  async #wait(): Promise<void> {
    this.#isWaiting = true
    while (this.#waiting.length > 0) {
      const count = this.#waiting.length
      const isKept = await this.ledger.written().then(
        () => true,
        // It is tried again.
        () => false,
      )
      if (isKept) this.received(this.#waiting.splice(0, count))
    }
    this.#isWaiting = false
  }
}
