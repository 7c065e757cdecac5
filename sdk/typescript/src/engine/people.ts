import type { Person } from '../client.js'
import type { Clock } from '../host.js'
import type { ParleyApi } from '../rest/api.js'

const AT_ONCE_MAX = 4
const KNOWN_MAX = 5_000
const WAITING_MAX = 1_000
/** After a question that was not answered. */
const PAUSE_MS = 5_000

/** The names of people: those that are kept, and each asked for once while the program runs. */
export class People {
  readonly #known: Map<string, Person>
  readonly #asked = new Set<string>()
  readonly #waiting = new Set<string>()
  #underway = 0
  #pausing = false

  /** @param learned told of a name that is new or another than before */
  constructor(
    stored: readonly Person[],
    private readonly api: ParleyApi,
    private readonly clock: Clock,
    private readonly learned: (person: Person) => void,
  ) {
    this.#known = new Map(stored.slice(-KNOWN_MAX).map((one) => [one.user_id, one]))
  }

  all(): readonly Person[] {
    return [...this.#known.values()]
  }

  want(userId: string): void {
    if (this.#asked.has(userId) || this.#waiting.size >= WAITING_MAX) return
    this.#waiting.add(userId)
    this.ask()
  }

  /** There may be a connection to ask by. */
  ask(): void {
    while (!this.#pausing && this.#underway < AT_ONCE_MAX) {
      const next = this.#waiting.values().next()
      if (next.done) return
      this.#waiting.delete(next.value)
      this.#underway++
      void this.#look(next.value)
    }
  }

  async #look(userId: string): Promise<void> {
    try {
      const found = (await this.api.users(userId, 5)).find((one) => one.user_id === userId)
      if (this.#asked.size >= KNOWN_MAX) this.#asked.clear()
      this.#asked.add(userId)
      if (found !== undefined) this.#learn({ user_id: found.user_id, display_name: found.display_name })
    } catch {
      this.#waiting.add(userId)
      this.#pausing = true
      this.clock.later(PAUSE_MS, () => {
        this.#pausing = false
        this.ask()
      })
    } finally {
      this.#underway--
      this.ask()
    }
  }

  #learn(person: Person): void {
    if (this.#known.get(person.user_id)?.display_name === person.display_name) return
    const eldest = this.#known.keys().next()
    if (this.#known.size >= KNOWN_MAX && !eldest.done) this.#known.delete(eldest.value)
    this.#known.set(person.user_id, person)
    this.learned(person)
  }
}
