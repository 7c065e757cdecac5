import type { Message, Standing } from '../protocol.js'
import type { StoredCursor } from '../storage/storage.js'
import { ConversationCursor } from './cursor.js'

/** A sync frame with so many cursors stays below its 64 KiB. */
export const CURSORS_MAX = 400

/** Where no cursor stands: the answer begins with copies, and what follows them is not what follows the cursor. */
const COPIES = -1

/** Conversations left of which it is known what was given, the latest ones. */
const LEFT_MAX = 10_000

/** Up to where a conversation was given. @property id null to ask from the first visible message on */
interface Left {
  readonly seq: number
  readonly id: string | null
}

/** What a `sync` asks for. */
export interface SyncRequest {
  readonly since: string | null
  readonly cursors: ReadonlyMap<string, string | null>
}

/** What `synced` says. */
export interface Synced {
  readonly conversations: ReadonlyMap<string, Standing>
  readonly partial: boolean
  readonly since: string | null
  readonly reset: boolean
}

/** Where a conversation has a hole: after which message it is to be read on; null: from the first visible one. */
export interface Hole {
  readonly conversation: string
  readonly after: string | null
  readonly cursor: ConversationCursor
}

/** Who is given what came. */
export interface InboxOwner {
  /** @param before the seq up to which all of its conversation was given before it */
  message(message: Message, before: number): void
  /** A conversation begins after this message: what is up to it is history. */
  begins(conversationId: string, seq: number, messageId: string | null): void
  /** It turned out that one is a member no more. */
  gone(conversationId: string): void
}

/**
 * What this device has received, and therefore what it lacks. Gives each message once, each conversation's in order. A few
 * that come out of turn are held back until the hole before them is filled; more are let go and asked for again.
 *
 * A conversation begins where it stood at the first catch-up of all, or with the first message that comes of it; what was
 * before is history.
 */
export class Inbox {
  readonly #cursors = new Map<string, ConversationCursor>()
  readonly #lacking = new Set<string>()
  /**
   * Up to where a conversation was given that one has left: who comes back is not given it again, and goes on from there.
   * That one has left may be heard late, behind a catch-up that tells already of the time after one came back.
   */
  readonly #left = new Map<string, Left>()
  /** What only a further catch-up brings: the limit cut it, or it was listed without its messages. */
  readonly #cut = new Set<string>()
  /** Those whose cursor may be another than it was when they were last told. */
  #touched = new Set<string>()
  /** Where the cursors stood that the catch-up under way was asked by. */
  #asked = new Map<string, number>()
  /** Those of which the catch-up under way says where they begin, if only by not listing them. */
  #undecided = new Set<string>()
  #since: string | null
  #stale = true
  #askedAll = false

  constructor(
    since: string | null,
    known: Iterable<readonly [string, StoredCursor]>,
    private readonly owner: InboxOwner,
  ) {
    this.#since = since
    for (const [id, at] of known) {
      this.#cursors.set(id, ConversationCursor.at(at.seq, at.message_id, at.moved))
    }
  }

  /**
   * A message came, live or by catch-up, or a send of this device was acked, which is not delivered to it.
   *
   * @returns whether nothing before it is lacking
   */
  take(message: Message): boolean {
    const conversation = message.conversation_id
    let cursor = this.#cursors.get(conversation)
    if (cursor === undefined) {
      // A late copy of what was given before one left.
      if (message.seq <= this.#leftAt(conversation)) return true
      cursor = this.#first(message)
      this.#cursors.set(conversation, cursor)
    }
    cursor.take(message, this.#given)
    this.#stale ||= !cursor.begun
    return this.#mark(conversation, cursor)
  }

  /** The socket is new, or the server said so: everything since the last catch-up may be lacking. */
  doubt(): void {
    this.#stale = true
  }

  /** Whether a catch-up is needed, apart from holes. */
  get behind(): boolean {
    return this.#stale || this.#cut.size > 0
  }

  /** What to ask for now; holes are asked for along with the rest. */
  request(): SyncRequest {
    const wanted = new Map<string, string | null>()
    this.#asked = new Map()
    for (const conversation of this.#cut) this.#ask(wanted, conversation)
    for (const conversation of this.#lacking) this.#ask(wanted, conversation)
    if (this.#stale) {
      // `since` would bring once more what came live since it was given.
      for (const [conversation, cursor] of this.#cursors) {
        if (cursor.moved) this.#ask(wanted, conversation)
      }
    }
    this.#askedAll = this.#since === null
    this.#undecided = new Set([...this.#lacking].filter((one) => !this.#isBegun(one)))
    return { since: this.#since, cursors: wanted }
  }

  synced(synced: Synced): void {
    const withoutMessages = this.#askedAll || synced.reset
    for (const [conversation, standing] of synced.conversations) this.#listed(conversation, standing, synced.reset)
    if (synced.partial) return
    if (withoutMessages) {
      // What was asked for and is not among all of one's conversations is one's own no more.
      for (const conversation of [...this.#asked.keys()]) {
        this.forget(conversation)
        this.owner.gone(conversation)
      }
    }
    // The others that were asked for and not listed: nothing is new in them, or the history says that they are gone.
    for (const conversation of this.#asked.keys()) this.#cut.delete(conversation)
    for (const conversation of this.#undecided) this.#begin(conversation, Number.MAX_SAFE_INTEGER)
    this.#undecided = new Set()
    this.#asked = new Map()
    this.#since = synced.since ?? this.#since
    this.#stale = [...this.#lacking].some((one) => !this.#isBegun(one))
  }

  /** The token to keep, once all up to it was given; null when there is none. */
  rest(): string | null {
    for (const [conversation, cursor] of this.#cursors) {
      if (cursor.moved) {
        cursor.rest()
        this.#touched.add(conversation)
      }
    }
    return this.#since
  }

  /** What to keep of a conversation; null when it is not known, or not where it begins. */
  at(conversation: string): StoredCursor | null {
    return this.#cursors.get(conversation)?.stored() ?? null
  }

  /** The conversations whose cursors may have moved since this was last asked. */
  touched(): Iterable<string> {
    const touched = this.#touched
    this.#touched = new Set()
    return touched
  }

  lacks(conversation: string): boolean {
    return this.#lacking.has(conversation)
  }

  /** Those with a hole, which the history may fill. */
  get lacking(): ReadonlySet<string> {
    return this.#lacking
  }

  /** Those of them that the history may fill before a catch-up has said where they begin. */
  fillable(): string[] {
    return [...this.#lacking].filter((one) => this.#isBegun(one))
  }

  /** The hole of a conversation at this moment; null when it has none. */
  hole(conversation: string): Hole | null {
    const cursor = this.#cursors.get(conversation)
    return cursor?.lacks ? { conversation, after: cursor.id, cursor } : null
  }

  /** Whether one has not left since, nor come back. */
  isStill(hole: Hole): boolean {
    return hole.cursor === this.#cursors.get(hole.conversation)
  }

  /** A page of the history behind a hole. One that was asked for before one left and came back fills nothing. */
  page(hole: Hole, page: readonly Message[]): void {
    if (this.isStill(hole)) {
      hole.cursor.page(page, this.#given)
      this.#mark(hole.conversation, hole.cursor)
    }
  }

  /** The cursor of a conversation that one has left is of no use, but for what was given by it. */
  forget(conversation: string): void {
    const cursor = this.#cursors.get(conversation)
    if (cursor !== undefined) {
      this.#cursors.delete(conversation)
      const at: Left = cursor.begun ? { seq: cursor.seq, id: cursor.id } : { seq: cursor.beforeHeld, id: null }
      if (at.seq >= this.#leftAt(conversation)) this.#left.set(conversation, at)
      const eldest = this.#left.keys().next()
      if (this.#left.size > LEFT_MAX && !eldest.done) this.#left.delete(eldest.value)
    }
    this.#lacking.delete(conversation)
    this.#cut.delete(conversation)
    // The answer under way is of the time before: it says nothing of where one is after coming back.
    this.#asked.delete(conversation)
    this.#undecided.delete(conversation)
    this.#touched.add(conversation)
  }

  readonly #given = (message: Message, before: number): void => {
    if (message.seq > this.#leftAt(message.conversation_id)) this.owner.message(message, before)
  }

  #leftAt(conversation: string): number {
    return this.#left.get(conversation)?.seq ?? 0
  }

  /** Where a conversation goes on that one has left and come back to; undefined when it begins anew. */
  #resumed(conversation: string): ConversationCursor | undefined {
    const at = this.#left.get(conversation)
    return at === undefined ? undefined : ConversationCursor.at(at.seq, at.id, true)
  }

  #first(message: Message): ConversationCursor {
    const resumed = this.#resumed(message.conversation_id)
    if (resumed !== undefined) return resumed
    // One that is new to this device, in the middle: only a catch-up tells whether it was told of from here on.
    return this.#since !== null && message.seq > 1
      ? ConversationCursor.unbegun()
      : ConversationCursor.at(message.seq - 1, null, true)
  }

  #listed(conversation: string, standing: Standing, reset: boolean): void {
    let cursor = this.#cursors.get(conversation)
    if (cursor === undefined) {
      cursor = this.#resumed(conversation)
      if (cursor === undefined) {
        cursor = ConversationCursor.at(standing.last_seq, standing.last_message_id, true)
        this.owner.begins(conversation, standing.last_seq, standing.last_message_id)
      }
      this.#cursors.set(conversation, cursor)
    }
    const askedAt = this.#asked.get(conversation)
    this.#asked.delete(conversation)
    this.#cut.delete(conversation)
    cursor.begin(standing.last_seq, this.#given)
    cursor.toldOf(standing.last_seq)
    if (standing.more) {
      if (!reset && askedAt === cursor.seq) cursor.goesOn(this.#given)
      this.#cut.add(conversation)
    } else if (askedAt !== undefined && !reset) {
      cursor.whole(standing.last_seq, standing.last_message_id, this.#given)
    } else if (cursor.lacks) {
      // Listed without its messages, or more of them than are held: by its cursor they come.
      this.#cut.add(conversation)
    }
    this.#mark(conversation, cursor)
  }

  #begin(conversation: string, atMost: number): void {
    const cursor = this.#cursors.get(conversation)
    if (cursor !== undefined && !cursor.begun) {
      cursor.begin(atMost, this.#given)
      this.#mark(conversation, cursor)
    }
  }

  #isBegun(conversation: string): boolean {
    return this.#cursors.get(conversation)?.begun ?? true
  }

  #ask(wanted: Map<string, string | null>, conversation: string): void {
    const cursor = this.#cursors.get(conversation)
    if (cursor?.begun && wanted.size < CURSORS_MAX && !wanted.has(conversation)) {
      wanted.set(conversation, cursor.id)
      this.#asked.set(conversation, cursor.isNamed ? cursor.seq : COPIES)
    }
  }

  /** @returns whether nothing is lacking of it */
  #mark(conversation: string, cursor: ConversationCursor): boolean {
    this.#touched.add(conversation)
    if (cursor.lacks) this.#lacking.add(conversation)
    else this.#lacking.delete(conversation)
    return !cursor.lacks
  }
}
