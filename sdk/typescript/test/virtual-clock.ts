import type { Clock } from '../src/host.js'

interface Timer {
  readonly at: number
  readonly number: number
  readonly task: () => void
}

/** Time that passes when a test says so. */
export class VirtualClock implements Clock {
  #now = 1_800_000_000_000
  #count = 0
  readonly #timers = new Set<Timer>()

  now(): number {
    return this.#now
  }

  later(ms: number, task: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, ms), number: ++this.#count, task }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many tasks wait for their time. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Lets time pass at once, with the tasks whose time comes in their order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) this.#run(next)
    this.#now = end
  }

  /** Lets time pass, timers run in their order, and what they begin come to rest. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#run(next)
      await settled()
    }
    this.#now = end
  }

  /** Lets time pass until something is so, for `mostMs` at most. @returns whether it is */
  async until(condition: () => boolean, mostMs = 120_000): Promise<boolean> {
    const end = this.#now + mostMs
    await settled()
    while (!condition()) {
      const next = this.#next(end)
      if (next === undefined) return false
      this.#run(next)
      await settled()
    }
    return true
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer)
    this.#now = Math.max(this.#now, timer.at)
    timer.task()
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      const isSooner =
        first === undefined || timer.at < first.at || (timer.at === first.at && timer.number < first.number)
      if (timer.at <= end && isSooner) first = timer
    }
    return first
  }
}

/** Until all that was promised is kept, as far as it needs no time. */
export function settled(): Promise<void> {
  return new Promise((done) => setImmediate(done))
}

/** Random numbers that are the same for a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
