import type { Readable } from '../client.js'

/** A value that changes, and who wants to know. */
export class Value<T> implements Readable<T> {
  readonly #listeners = new Set<() => void>()
  #value: T

  /** @param watched told when the first one subscribes, and when the last one left */
  constructor(
    value: T,
    private readonly watched: (isWatched: boolean) => void = () => {},
  ) {
    this.#value = value
  }

  get(): T {
    return this.#value
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  subscribe(listener: () => void): () => void {
    // The same function may subscribe twice.
    const mine = () => listener()
    this.#listeners.add(mine)
    if (this.#listeners.size === 1) this.watched(true)
    return () => {
      if (this.#listeners.delete(mine) && this.#listeners.size === 0) this.watched(false)
    }
  }

  /** Changes it, and leaves the telling for later. @returns whether it is another */
  put(value: T): boolean {
    if (Object.is(value, this.#value)) return false
    this.#value = value
    return true
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  set(value: T): void {
    if (this.put(value)) this.tell()
  }
}

/** Values by a key, made when they are first asked for. Those that nobody watches make room. */
export class Values<T> {
  readonly #values = new Map<string, Value<T>>()

  constructor(
    private readonly make: (key: string) => Value<T>,
    private readonly unwatchedMax: number,
  ) {}

  of(key: string): Value<T> {
    let value = this.#values.get(key)
    if (value === undefined) {
      if (this.#values.size >= this.unwatchedMax) this.#trim()
      value = this.make(key)
      this.#values.set(key, value)
    }
    return value
  }

  find(key: string): Value<T> | undefined {
    return this.#values.get(key)
  }

  entries(): Iterable<[string, Value<T>]> {
    return this.#values.entries()
  }

  #trim(): void {
    for (const [key, value] of this.#values) if (!value.isWatched) this.#values.delete(key)
  }
}
