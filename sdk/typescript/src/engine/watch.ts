import type { PresenceState } from '../client.js'
import type { Clock } from '../host.js'
import type { ClientFrame } from '../protocol.js'

/** The server tells of no more. */
const WATCHED_MAX = 500
/** Lists change by many as a screen comes and goes. */
const WAIT_MS = 100

/** Whose presence the server tells: that of all whom some seat wants to see. */
export class Watch {
  readonly #wanted = new Map<object, readonly string[]>()
  readonly #known = new Map<string, PresenceState>()
  #told = ''
  #waiting = false

  constructor(
    private readonly clock: Clock,
    private readonly say: (frame: ClientFrame) => boolean,
  ) {}

  set(seat: object, userIds: readonly string[]): void {
    this.#wanted.set(seat, userIds)
    this.#later()
  }

  leave(seat: object): void {
    if (this.#wanted.delete(seat)) this.#later()
  }

  /** A new socket is watched by nobody. */
  up(): void {
    this.#told = ''
    this.#tell()
  }

  down(): void {
    this.#told = ''
  }

  heard(userId: string, presence: PresenceState): void {
    if (this.#known.size > 2 * WATCHED_MAX) this.#known.clear()
    this.#known.set(userId, presence)
  }

  all(): { user_id: string; presence: PresenceState }[] {
    return [...this.#known].map(([user_id, presence]) => ({ user_id, presence }))
  }

  #later(): void {
    if (this.#waiting) return
    this.#waiting = true
    this.clock.later(WAIT_MS, () => {
      this.#waiting = false
      this.#tell()
    })
  }

  #tell(): void {
    const all = [...new Set([...this.#wanted.values()].flat())].slice(-WATCHED_MAX)
    const key = [...all].sort().join(' ')
    if (key === this.#told) return
    if (this.say({ type: 'watch', user_ids: all })) this.#told = key
  }
}
