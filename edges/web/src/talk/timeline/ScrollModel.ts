import { Heights } from './Heights.ts'

/** The rows of a list, as the model needs them: a row keeps its key for as long as it is there. */
export interface RowSource {
  readonly count: number
  keyAt(index: number): string
  /** A guess of the height in pixels of a row that has not been on the screen. */
  estimate(index: number): number
}

/** The rows from `start` to before `end`, and the room to leave for those before and after them. */
export interface Slice {
  readonly start: number
  readonly end: number
  readonly before: number
  readonly after: number
}

/** What stays where it is on the screen, whatever comes, goes or grows around it. */
interface Anchor {
  key: string
  index: number
  edge: 'top' | 'bottom'
  /** How far that edge of the row is inside of the same edge of the viewport. */
  inset: number
}

/** Within so many pixels of the end one is at the end: browsers round what they scroll. */
const END_PX = 2

/**
 * Where a list of rows of unknown heights stands in its viewport.
 *
 * All is counted from the END of the list, as a scroller with `flex-direction: column-reverse` does itself: what comes
 * or grows above the viewport then moves nothing, without anybody writing a scroll position, in the midst of a fling
 * too. That is what reading back is. Nor does a list that stands at its end move when rows are added or the viewport
 * shrinks for a phone's keyboard. What is left is what comes or grows below the reader: then `offset` changes so that
 * the anchor stays.
 */
export class ScrollModel {
  readonly #heights = new Heights()
  #keys: string[] = []
  #anchor: Anchor | null = null
  #viewport = 0
  /** Whether the last row is the newest there is: only then does being at the end mean staying there. */
  #endIsNewest = true

  get count(): number {
    return this.#heights.count
  }

  get viewport(): number {
    return this.#viewport
  }

  get total(): number {
    return this.#heights.total
  }

  get atEnd(): boolean {
    return this.#anchor === null
  }

  /** How far the viewport's lower edge is above the end of the list. */
  get offset(): number {
    const anchor = this.#anchor
    if (anchor === null) return 0
    const after = this.#heights.after(anchor.index)
    const offset =
      anchor.edge === 'bottom'
        ? after - anchor.inset
        : after + this.#heights.at(anchor.index) + anchor.inset - this.#viewport
    return Math.max(0, Math.min(offset, this.total - this.#viewport))
  }

  /** Takes over what the rows are now. What is known of those that stay is kept. */
  reconcile(rows: RowSource, endIsNewest: boolean): void {
    const first = this.#keys[0]
    let shift = 0
    if (first !== undefined && rows.count > 0 && rows.keyAt(0) !== first) {
      shift = this.#prependedIn(rows, first)
      if (Number.isNaN(shift)) this.#reset(rows)
    }
    if (shift > 0) {
      const keys = Array.from({ length: shift }, (_, index) => rows.keyAt(index))
      this.#heights.replaceStart(
        0,
        keys.map((_, index) => rows.estimate(index)),
      )
      this.#keys = [...keys, ...this.#keys]
      if (this.#anchor !== null) this.#anchor.index += shift
    }
    this.#reconcileEnd(rows)
    if (this.#anchor === null && !endIsNewest && this.#keys.length > 0) this.#anchor = this.#anchorAt(0)
    this.#endIsNewest = endIsNewest
    this.#findAnchor()
  }

  /** How many rows stand before the one that was the first; not a number when it is gone. */
  #prependedIn(rows: RowSource, first: string): number {
    for (let index = 1; index < rows.count; index++) if (rows.keyAt(index) === first) return index
    return Number.NaN
  }

  /** Another window altogether, or one whose start was dropped. */
  #reset(rows: RowSource): void {
    const known = new Map(this.#keys.map((key, index) => [key, this.#heights.at(index)]))
    const anchorKey = this.#anchor?.key
    this.#keys = Array.from({ length: rows.count }, (_, index) => rows.keyAt(index))
    this.#heights.replaceStart(
      this.#heights.count,
      this.#keys.map((key, index) => known.get(key) ?? rows.estimate(index)),
    )
    const index = anchorKey === undefined ? -1 : this.#keys.indexOf(anchorKey)
    if (index >= 0 && this.#anchor !== null) this.#anchor.index = index
    else this.#anchor = null
  }

  /**
   * Rows are added at the end, and what is on its way changes there. The order of those that stay is the same, so from
   * the last row that is where it was, all before it are too.
   */
  #reconcileEnd(rows: RowSource): void {
    let same = Math.min(this.#keys.length, rows.count)
    while (same > 0 && this.#keys[same - 1] !== rows.keyAt(same - 1)) same--
    const known = new Map<string, number>()
    for (let index = same; index < this.#keys.length; index++)
      known.set(this.#keys[index] ?? '', this.#heights.at(index))
    this.#keys.length = same
    this.#heights.truncate(same)
    for (let index = same; index < rows.count; index++) {
      const key = rows.keyAt(index)
      this.#keys.push(key)
      this.#heights.push(known.get(key) ?? rows.estimate(index))
    }
  }

  /** The anchor's row may have moved among the last, or be gone: then its neighbour stands in. */
  #findAnchor(): void {
    const anchor = this.#anchor
    if (anchor === null || this.#keys[anchor.index] === anchor.key) return
    const moved = this.#keys.indexOf(anchor.key, Math.max(0, anchor.index - 100))
    anchor.index = moved >= 0 ? moved : Math.max(0, Math.min(anchor.index, this.#keys.length - 1))
    anchor.key = this.#keys[anchor.index] ?? ''
  }

  /** @returns whether it changed */
  measured(index: number, height: number): boolean {
    if (index >= this.count || Math.abs(this.#heights.at(index) - height) < 0.01) return false
    this.#heights.set(index, height)
    return true
  }

  resized(viewport: number): void {
    this.#viewport = viewport
  }

  /** The reader scrolled: what is at the lower edge now is what stays from here on. */
  scrolled(offset: number): void {
    this.#anchor = offset <= END_PX && this.#endIsNewest ? null : this.#anchorAt(Math.max(0, offset))
  }

  /** When all heights are known: a row that was to be held higher than the list's end lets it stand, is held no more. */
  settle(): void {
    if (this.#anchor?.edge === 'top' && this.#endIsNewest && this.offset <= END_PX) this.#anchor = null
  }

  toEnd(): void {
    this.#anchor = null
  }

  /** Puts a row's edge where it is `inset` pixels inside of the viewport's. */
  hold(index: number, edge: 'top' | 'bottom', inset: number): void {
    const key = this.#keys[index]
    if (key !== undefined) this.#anchor = { key, index, edge, inset }
  }

  /** How far the row's top is below the viewport's. */
  topInset(index: number): number {
    return this.#topInsetAt(index, this.offset)
  }

  indexOf(key: string): number {
    return this.#keys.lastIndexOf(key)
  }

  /** The last row that has its end on the screen, or the one that fills the screen; -1 when there is none. */
  get lastSeen(): number {
    if (this.#viewport === 0 || this.count === 0) return -1
    const index = this.#rowAt(this.offset)
    const seenToItsEnd = this.#heights.after(index) >= this.offset - END_PX
    if (seenToItsEnd || this.topInset(index) <= 0) return index
    return index - 1
  }

  get firstVisible(): number {
    return this.#rowAt(this.offset + this.#viewport)
  }

  /** The rows on the screen and `overscan` pixels around it. */
  slice(overscan: number): Slice {
    if (this.count === 0) return { start: 0, end: 0, before: 0, after: 0 }
    const offset = this.offset
    const start = this.#rowAt(offset + this.#viewport + overscan)
    const end = this.#rowAt(offset - overscan) + 1
    return { start, end, before: this.#heights.before(start), after: this.#heights.after(end - 1) }
  }

  /** Whether a slice still shows what is within `margin` pixels around the screen. */
  covers(slice: Slice, margin: number): boolean {
    const wanted = this.slice(margin)
    return slice.start <= wanted.start && slice.end >= wanted.end
  }

  #rowAt(fromEnd: number): number {
    return this.#heights.indexAt(this.total - fromEnd)
  }

  /** The last row that ends on the screen; one that fills it is held by its end below. */
  #anchorAt(offset: number): Anchor {
    let index = this.#rowAt(offset)
    if (this.#heights.after(index) < offset - END_PX && index > 0 && this.#topInsetAt(index, offset) > 0) index--
    return { key: this.#keys[index] ?? '', index, edge: 'bottom', inset: this.#heights.after(index) - offset }
  }

  #topInsetAt(index: number, offset: number): number {
    return offset + this.#viewport - (this.#heights.after(index) + this.#heights.at(index))
  }
}
