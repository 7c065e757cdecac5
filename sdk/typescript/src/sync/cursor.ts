import type { Message } from '../protocol.js'
import type { StoredCursor } from '../storage/storage.js'

/** Is given each message that is in its turn. @param before the seq up to which all was given before it */
export type Given = (message: Message, before: number) => void

/** Enough for an ack that others overtook; a longer hole is cheaper to read again. */
const HELD_MAX = 64

/** How far one conversation was received without a hole, and a few messages from beyond it. */
export class ConversationCursor {
  /** By seq, ascending. */
  readonly #held: Message[] = []
  #seq: number
  #id: string | null
  /** The number of the message that `id` names; below `seq` when that one's id is not known. */
  #idSeq: number
  /** The highest number seen as a message or told of. */
  #known: number
  /** Whether it is known where it begins. Until then everything is held. */
  #begun: boolean
  #moved: boolean

  private constructor(seq: number, id: string | null, begun: boolean, moved: boolean) {
    this.#seq = seq
    this.#id = id
    this.#idSeq = id === null ? 0 : seq
    this.#known = seq
    this.#begun = begun
    this.#moved = moved
  }

  static at(seq: number, id: string | null, moved: boolean): ConversationCursor {
    return new ConversationCursor(seq, id, true, moved)
  }

  /** One that begins with the first of what is held when `begin` is called. */
  static unbegun(): ConversationCursor {
    return new ConversationCursor(0, null, false, true)
  }

  /** The last message before the hole whose id is known; null to ask from the first on. */
  get id(): string | null {
    return this.#id
  }

  get seq(): number {
    return this.#seq
  }

  /** What is known to be before it, as long as it is not known where it begins. */
  get beforeHeld(): number {
    const first = this.#held[0]
    return first === undefined ? this.#seq : first.seq - 1
  }

  get lacks(): boolean {
    return this.#known > this.#seq || !this.#begun
  }

  get begun(): boolean {
    return this.#begun
  }

  /** Whether anything came since `rest`. */
  get moved(): boolean {
    return this.#moved
  }

  rest(): void {
    this.#moved = false
  }

  /** Whether what is asked by `id` is what follows: else copies come before it. */
  get isNamed(): boolean {
    return this.#idSeq === this.#seq
  }

  stored(): StoredCursor | null {
    return this.#begun ? { seq: this.#seq, message_id: this.isNamed ? this.#id : null, moved: this.#moved } : null
  }

  take(message: Message, given: Given): void {
    this.#known = Math.max(this.#known, message.seq)
    if (this.#begun && message.seq === this.#seq + 1) {
      this.#pass(message, given)
      this.#drain(given)
    } else if (message.seq > this.#seq) {
      this.#hold(message)
    } else {
      this.#name(message)
    }
  }

  /** Nothing before what is held, or beyond a number, is to come any more: it begins there. */
  begin(atMost: number, given: Given): void {
    const first = this.#held[0]
    if (!this.#begun && first !== undefined) {
      this.#begun = true
      this.#seq = Math.min(first.seq - 1, atMost)
      this.#drain(given)
    }
  }

  /** The conversation's last message is at least this one. */
  toldOf(lastSeq: number): void {
    this.#known = Math.max(this.#known, lastSeq)
  }

  /**
   * Everything after this cursor up to a number has come, or was let go as too much: what did not come is not to be seen by
   * this user, as the time before he came back to a group.
   */
  whole(lastSeq: number, lastId: string | null, given: Given): void {
    this.#known = Math.max(this.#known, lastSeq)
    const letGo = this.#held.length === HELD_MAX
    this.#begun = true
    for (let first = this.#held[0]; first !== undefined && first.seq <= lastSeq; first = this.#held[0]) {
      this.#held.shift()
      this.#pass(first, given)
    }
    if (!letGo && lastSeq > this.#seq) this.#advance(lastSeq, lastId)
    this.#drain(given)
  }

  /**
   * The first of what follows this cursor has come: what is before that is not to be seen by this user, as the time before
   * he came back to a group.
   */
  goesOn(given: Given): void {
    const first = this.#held.shift()
    if (first !== undefined && first.seq > this.#seq) this.#pass(first, given)
    this.#drain(given)
  }

  /** A page of the history after this cursor: what it leaves out is not to be seen. */
  page(page: readonly Message[], given: Given): void {
    this.#begun = true
    for (const message of page) {
      if (message.seq > this.#seq) this.#pass(message, given)
      else this.#name(message)
    }
    this.#drain(given)
  }

  /** A copy may be nearer to the last message than the one that is asked by. */
  #name(message: Message): void {
    if (this.#begun && message.seq > this.#idSeq) {
      this.#id = message.message_id
      this.#idSeq = message.seq
    }
  }

  #hold(message: Message): void {
    let at = this.#held.length
    while (at > 0 && (this.#held[at - 1]?.seq ?? 0) >= message.seq) at--
    if (this.#held[at]?.seq === message.seq) return
    this.#held.splice(at, 0, message)
    if (this.#held.length > HELD_MAX) this.#held.pop()
  }

  #drain(given: Given): void {
    for (let first = this.#held[0]; first !== undefined && first.seq <= this.#seq + 1; first = this.#held[0]) {
      this.#held.shift()
      if (first.seq > this.#seq) this.#pass(first, given)
    }
  }

  #pass(message: Message, given: Given): void {
    const before = this.#seq
    this.#advance(message.seq, message.message_id)
    given(message, before)
  }

  #advance(seq: number, id: string | null): void {
    this.#seq = seq
    this.#id = id
    this.#idSeq = seq
    this.#known = Math.max(this.#known, seq)
    this.#moved = true
  }
}
