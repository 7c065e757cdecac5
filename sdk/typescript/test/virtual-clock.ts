import type { Clock } from '../src/host.js'

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now = 1_800_000_000_000
  readonly #tasks = new Set<{ readonly at: number; readonly task: () => void }>()

  now(): number {
    return this.#now
  }

  later(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task }
    this.#tasks.add(entry)
    return () => this.#tasks.delete(entry)
  }

  /** How many tasks wait for their time. */
  get waiting(): number {
    return this.#tasks.size
  }

  /** Lets time pass, with the tasks whose time comes in their order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#tasks].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#tasks.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
  }
}
