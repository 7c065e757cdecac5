import type { Change, EngineLink, Seat } from '../engine/link.js'
import { ParleyError } from '../errors.js'
import { SharedSeat } from './shared-seat.js'
import { Stay, type StaySettings } from './stay.js'

/**
 * One engine for all tabs of a user. The tab that holds the lock leads: it runs the engine, which has the socket and writes
 * the storage. The others have seats there, each on a channel of its own. When the leader is closed or frozen, its lock goes
 * to the next, whose engine goes on from the storage, and all take their seats there.
 */
export class SharedEngine implements EngineLink {
  readonly #seats = new Set<SharedSeat>()
  readonly #unsubscribe: () => void
  #stay: Stay | null = null

  constructor(private readonly settings: StaySettings) {
    this.#unsubscribe = settings.page.subscribe({
      visible: () => this.#stay?.probe(),
      asleep: () => void this.#leave(),
      awake: () => this.#enter(),
    })
    this.#enter()
  }

  attach(listener: (changes: readonly Change[]) => void): Seat {
    const seat = new SharedSeat(listener, () => this.#seats.delete(seat))
    this.#seats.add(seat)
    seat.move(this.#stay?.engine ?? null)
    return seat
  }

  async close(): Promise<void> {
    this.#unsubscribe()
    await this.#leave()
  }

  #enter(): void {
    this.#stay ??= new Stay(this.settings, {
      move: (engine) => {
        for (const seat of [...this.#seats]) seat.move(engine)
      },
      signedOut: () => {
        void this.close()
        for (const seat of [...this.#seats]) {
          seat.end(new ParleyError('closed', 'another tab signed the user out'))
          seat.tell([{ type: 'connection', status: { state: 'signed-out', erased: true } }])
        }
      },
    })
  }

  async #leave(): Promise<void> {
    const stay = this.#stay
    this.#stay = null
    await stay?.end()
  }
}
