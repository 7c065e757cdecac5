/**
 * The heights of all rows of a list and their sums: a Fenwick tree. A change, a sum and a search take O(log n), growing
 * at the end too; putting rows before the first builds it anew, which happens once for each page that is read.
 */
export class Heights {
  #count = 0
  #values = new Float64Array(64)
  /** `#sums[i]` is the sum of the `i & -i` values that end before row `i`. */
  #sums = new Float64Array(65)

  get count(): number {
    return this.#count
  }

  get total(): number {
    return this.before(this.#count)
  }

  at(index: number): number {
    return index >= 0 && index < this.#count ? (this.#values[index] ?? 0) : 0
  }

  /** The sum of the rows before `index`. */
  before(index: number): number {
    let sum = 0
    for (let i = Math.min(index, this.#count); i > 0; i &= i - 1) sum += this.#sums[i] ?? 0
    return sum
  }

  /** The sum of the rows after `index`. */
  after(index: number): number {
    return this.total - this.before(index + 1)
  }

  set(index: number, height: number): void {
    if (index < 0 || index >= this.#count) return
    const change = height - (this.#values[index] ?? 0)
    this.#values[index] = height
    for (let i = index + 1; i <= this.#count; i += i & -i) this.#sums[i] = (this.#sums[i] ?? 0) + change
  }

  push(height: number): void {
    if (this.#count === this.#values.length) this.#grow(this.#count * 2)
    const end = this.#count + 1
    this.#values[this.#count] = height
    let sum = height
    const until = end & (end - 1)
    for (let i = end - 1; i > until; i &= i - 1) sum += this.#sums[i] ?? 0
    this.#sums[end] = sum
    this.#count = end
  }

  /** Keeps the first `count` rows. */
  truncate(count: number): void {
    this.#count = Math.max(0, Math.min(count, this.#count))
  }

  /** Drops the first `dropped` rows and puts others in their place. */
  replaceStart(dropped: number, heights: readonly number[]): void {
    const kept = this.#values.slice(Math.min(dropped, this.#count), this.#count)
    const count = heights.length + kept.length
    this.#count = 0
    if (count > this.#values.length) this.#grow(count * 2)
    for (const height of heights) this.push(height)
    for (const height of kept) this.push(height)
  }

  /** The row in which `offset` (from the first row's top) lies; the first or last when it is outside. */
  indexAt(offset: number): number {
    let index = 0
    let rest = offset
    for (let step = 1 << (31 - Math.clz32(Math.max(1, this.#count))); step > 0; step >>= 1) {
      const next = index + step
      const sum = this.#sums[next] ?? 0
      if (next <= this.#count && sum <= rest) {
        index = next
        rest -= sum
      }
    }
    return Math.max(0, Math.min(index, this.#count - 1))
  }

  #grow(capacity: number): void {
    const values = new Float64Array(capacity)
    values.set(this.#values.subarray(0, this.#count))
    const sums = new Float64Array(capacity + 1)
    sums.set(this.#sums.subarray(0, this.#count + 1))
    this.#values = values
    this.#sums = sums
  }
}
