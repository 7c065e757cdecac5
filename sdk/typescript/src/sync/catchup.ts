import type { ParleyError } from '../errors.js'
import type { Clock } from '../host.js'
import type { Inbox, Synced, SyncRequest } from './inbox.js'

/** A hole is looked at after this; it may be one that a frame under way fills by itself. */
const HOLE_WAIT_MS = 300

/** How often it is looked at again while it may be one that an ack fills. */
const HOLE_LOOKS_MAX = 6

const ANSWER_MAX_MS = 60_000

/** What catching up needs of its client. */
export interface CatchUpOwner {
  ready(): boolean
  sync(request: SyncRequest, id: string): void
  /** Runs a task later, as a step of the client. */
  later(ms: number, task: () => void): void
  /** Whether sends are under way, whose acks may fill a hole. */
  awaitsAcks(): boolean
  /** All that was missed was given. */
  caughtUp(): void
  /** Reads the history to fill holes, and then calls `filled`. */
  fill(conversations: readonly string[]): void
  /** How long to wait after an attempt in vain, before which there were so many others. */
  backoff(before: number): number
}

/**
 * When a client asks for what its inbox lacks: one `sync` at a time, after a socket came up and until nothing is cut off;
 * and, for a hole that stays though live messages come, the pages of the history. What the server cannot give is asked for
 * again with backoff, each conversation's history by its own: the others do not wait for it.
 */
export class CatchUp {
  /** How often the history was asked in vain for a hole that is there still. */
  readonly #inVain = new Map<string, number>()
  /** Holes for which the history is not asked before their time has come. */
  readonly #resting = new Set<string>()
  #underway: string | null = null
  #heardAt = 0
  #awaited = false
  #looking = false
  #filling: readonly string[] = []
  #repeat = false
  /** Answers in a row that the server could not give. */
  #failures = 0
  /** After a failure, nothing is asked until its time has come. */
  #pausing = false
  #pauses = 0
  #count = 0

  constructor(
    private readonly inbox: Inbox,
    private readonly clock: Clock,
    private readonly owner: CatchUpOwner,
  ) {}

  /** Something may be lacking: asks, now or when what is under way has ended. */
  start(): void {
    this.inbox.doubt()
    this.#awaited = true
    this.#repeat = this.#underway !== null
    this.#ask()
  }

  /** The socket is gone, and the answer with it. */
  lost(): void {
    this.#underway = null
    this.#repeat = false
    // There was backoff before the next one, too.
    this.#pausing = false
  }

  /** Whether a catch-up is not at its end. */
  get awaited(): boolean {
    return this.#awaited
  }

  /** Whether nothing of an answer came for so long that the socket is not worth its keep. */
  get overdue(): boolean {
    return this.#underway !== null && this.clock.now() - this.#heardAt > ANSWER_MAX_MS
  }

  /** A message came, which may be one of those that come before an answer. */
  heard(): void {
    this.#heardAt = this.clock.now()
  }

  /** A message came. @param whole whether nothing before it is lacking */
  took(whole: boolean): void {
    if (!whole && this.inbox.behind && !this.#pausing) this.#ask()
    else if (!whole) this.#mind()
    else if (this.#awaited && this.#underway === null) this.#settle()
  }

  synced(synced: Synced, id: string | undefined): void {
    if (!this.isAnswer(id)) return
    this.inbox.synced(synced)
    this.heard()
    const goesOn = !synced.partial || [...synced.conversations.values()].some((standing) => standing.more)
    if (goesOn) this.#failures = 0
    if (!synced.partial) {
      this.#underway = null
      if (this.#repeat) this.start()
      else this.#ask()
    }
  }

  /** Whether an answer is to what is under way. */
  isAnswer(id: string | undefined): boolean {
    return this.#underway !== null && (id === undefined || id === this.#underway)
  }

  /**
   * The server could not, or not all of it; asks again after a while, no sooner than it said.
   *
   * @returns false when it was not about a catch-up
   */
  failed(answerTo: string | undefined, error: ParleyError): boolean {
    if (this.#underway === null || this.#underway !== answerTo) return false
    this.#underway = null
    // The next one asks for all of it.
    this.#repeat = false
    this.#pausing = true
    const mine = ++this.#pauses
    this.owner.later((error.retryAfterMs ?? 0) + this.owner.backoff(this.#failures++), () => {
      if (this.#pausing && mine === this.#pauses) {
        this.#pausing = false
        this.#ask()
      }
    })
    if (this.inbox.lacking.size > 0) this.#mind()
    return true
  }

  /**
   * The history was read as far as it goes.
   *
   * @param refused conversations of which it could not be read, and for how many ms to leave it at that at least
   */
  filled(refused: ReadonlyMap<string, number>): void {
    const asked = this.#filling
    this.#filling = []
    for (const conversation of [...this.#inVain.keys()]) {
      if (!this.inbox.lacks(conversation)) this.#inVain.delete(conversation)
    }
    for (const conversation of asked) {
      if (this.inbox.lacks(conversation)) this.#rest(conversation, refused.get(conversation) ?? 0)
    }
    this.#settle()
  }

  #rest(conversation: string, atLeastMs: number): void {
    const before = this.#inVain.get(conversation) ?? 0
    this.#inVain.set(conversation, before + 1)
    this.#resting.add(conversation)
    this.owner.later(atLeastMs + this.owner.backoff(before), () => {
      this.#resting.delete(conversation)
      if (this.inbox.lacks(conversation)) this.#mind()
    })
  }

  #ask(): void {
    if (this.#underway !== null || this.#pausing || !this.owner.ready()) return
    if (!this.inbox.behind) {
      this.#settle()
      return
    }
    this.#underway = `sync-${++this.#count}`
    this.heard()
    this.owner.sync(this.inbox.request(), this.#underway)
  }

  #settle(): void {
    if (this.inbox.lacking.size > 0) {
      this.#mind()
    } else if (this.#awaited && !this.inbox.behind) {
      this.#awaited = false
      this.owner.caughtUp()
    }
  }

  /** Where all holes rest, the end of a rest looks again. */
  #mind(): void {
    const allRest = [...this.inbox.lacking].every((one) => this.#resting.has(one))
    if (!this.#looking && this.#filling.length === 0 && !allRest) {
      this.#looking = true
      this.#look(HOLE_LOOKS_MAX)
    }
  }

  #look(looksLeft: number): void {
    this.owner.later(HOLE_WAIT_MS, () => {
      const holes = this.inbox.lacking.size > 0
      if (holes && this.owner.awaitsAcks() && looksLeft > 0) {
        this.#look(looksLeft - 1)
        return
      }
      this.#looking = false
      if (!holes) this.#settle()
      else if (this.inbox.behind && !this.#pausing) this.#ask()
      // With a catch-up under way, its end looks again; without a socket, the next one does.
      else if (this.owner.ready() && this.#underway === null) this.#fill()
    })
  }

  #fill(): void {
    this.#filling = this.inbox.fillable().filter((one) => !this.#resting.has(one))
    if (this.#filling.length > 0) this.owner.fill(this.#filling)
  }
}
