import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ParleyError } from '../src/errors.js'
import type { Message, Standing } from '../src/protocol.js'
import type { StoredCursor } from '../src/storage/storage.js'
import { CatchUp, type CatchUpOwner } from '../src/sync/catchup.js'
import { Inbox, type InboxOwner, type Synced, type SyncRequest } from '../src/sync/inbox.js'
import { seeded } from './virtual-clock.js'

const CONVERSATIONS = 4
const STEPS = 600
/** The conversation that the user leaves and comes back to. */
const GROUP = 0
const NEVER = Number.MAX_SAFE_INTEGER

type Frame =
  | { kind: 'message'; message: Message }
  | { kind: 'left' }
  | { kind: 'synced'; synced: Synced; id: string }
  | { kind: 'failed'; id: string }

/**
 * A server in a few lines, whose live frames are late, lost, doubled and come out of turn, whose sockets end at any moment,
 * which takes the user out of a group and back in, and whose history and catch-up are right. What is given is each message
 * once, in order, and in the end all of them. The program ends at any moment too, and goes on from what it kept.
 */
class World implements CatchUpOwner, InboxOwner {
  readonly random: () => number
  readonly stored: Message[][] = []
  readonly given = new Map<string, number>()
  timers: (() => void)[] = []
  frames: Frame[] = []
  /** What happened and nobody was told of live yet: who asks may see it before. */
  readonly untold: Frame[] = []
  member = true
  /** The first message of the group that came since the user is back. */
  joinedAt = 0
  amnesia = false
  readonly kept = new Map<string, StoredCursor>()
  keptSince: string | null = null
  inbox: Inbox
  catchUp: CatchUp
  /** Where the conversations stood at the first catch-up that was finished. */
  readonly begun: number[] = []
  readonly listed: number[] = []
  /** Whether the catch-up lists everything for a device that knows, or should know, nothing. */
  anew = false
  up = false
  /** Now and then the server cannot read a conversation, and says so behind what it can tell. */
  readable = false
  caughtUps = 0

  constructor(
    seed: number,
    /** Whether who comes back sees nothing of what was before. */
    readonly historyJoined: boolean,
  ) {
    this.random = seeded(seed)
    for (let c = 0; c < CONVERSATIONS; c++) {
      this.stored.push([])
      this.begun.push(NEVER)
      this.listed.push(0)
    }
    ;[this.inbox, this.catchUp] = this.#fresh()
  }

  upTo(bound: number): number {
    return Math.floor(this.random() * bound)
  }

  begins(conversation: string, seq: number, messageId: string | null): void {
    const isBack = conversation === `c${GROUP}` && this.#mayMiss(seq + 1)
    expect(this.anew || isBack, 'only then is what was before history').toBe(true)
    this.given.delete(conversation)
    this.begun[number(conversation)] = seq
    this.kept.set(conversation, { seq, message_id: messageId, moved: true })
  }

  gone(conversation: string): void {
    this.kept.delete(conversation)
  }

  message(message: Message): void {
    const c = number(message.conversation_id)
    // What came before the first catch-up listed it is history.
    const before = this.given.get(message.conversation_id) ?? Math.min(message.seq - 1, this.begun[c] ?? NEVER)
    const isRight = c === GROUP && this.#mayMiss(message.seq) ? message.seq > before : message.seq === before + 1
    if (!isRight) throw new Error(`${message.conversation_id} was given ${message.seq} after ${before}`)
    if (c === GROUP) this.amnesia = false
    this.given.set(message.conversation_id, message.seq)
    this.kept.set(message.conversation_id, { seq: message.seq, message_id: message.message_id, moved: true })
  }

  step(): void {
    const what = this.upTo(14)
    if (what === 0) this.#restart()
    else if (what <= 2) this.timers.shift()?.()
    else if (what <= 5) this.#talk()
    else if (what <= 8) this.#tell()
    else if (what === 9) this.#comeOrGo()
    else this.#hear()
  }

  /** No more faults: what is lacking comes. */
  settle(): void {
    this.readable = true
    if (!this.member) this.#comeBack()
    for (const frame of this.untold.splice(0)) this.#deliver(frame)
    this.up = true
    // The last live frames may have been lost, which only the next catch-up shows.
    this.catchUp.start()
    for (let i = 0; i < 100_000 && this.frames.length + this.timers.length > 0; i++) {
      if (this.frames.length > 0) this.#hear()
      else this.timers.shift()?.()
    }
  }

  get allGiven(): boolean {
    return this.stored.every((all, c) => {
      const last = this.given.get(`c${c}`) ?? this.begun[c]
      return last === NEVER || last === all.length
    })
  }

  ready(): boolean {
    return this.up
  }

  later(_: number, task: () => void): void {
    this.timers.push(task)
  }

  awaitsAcks(): boolean {
    return false
  }

  backoff(): number {
    return 0
  }

  caughtUp(): void {
    this.keptSince = this.inbox.rest()
    if (this.caughtUps === 0) {
      this.begun.forEach((at, c) => {
        if (at === NEVER && c !== GROUP) this.begun[c] = this.listed[c] ?? 0
      })
    }
    for (const [id, cursor] of this.kept) this.kept.set(id, { ...cursor, moved: false })
    this.caughtUps++
  }

  sync({ since, cursors }: SyncRequest, id: string): void {
    const isReset = since !== null && this.upTo(8) === 0
    const heads = since?.split(',').map(Number) ?? []
    const damaged = this.readable || this.upTo(4) > 0 ? -1 : this.upTo(CONVERSATIONS)
    const conversations = new Map<string, Standing>()
    const next: number[] = []
    this.stored.forEach((all, c) => {
      if (c === damaged) return
      this.listed[c] = all.length
      next.push(all.length)
      if (c === GROUP && !this.member) return
      const cursor = isReset ? undefined : cursors.get(`c${c}`)
      let from = all.length
      if (cursor !== undefined) from = cursor === null ? 0 : Number(cursor)
      else if (since !== null && !isReset) from = heads[c] ?? 0
      from = Math.max(from, this.#before(c))
      const to = Math.min(all.length, from + 100)
      for (const message of all.slice(from, to)) {
        this.frames.push({ kind: 'message', message })
        // What is told live comes in between.
        if (this.upTo(4) === 0) this.#tell()
      }
      if (all.length > 0 && (since === null || isReset || cursor !== undefined || from < all.length)) {
        conversations.set(`c${c}`, {
          last_message_id: all.at(-1)?.message_id ?? null,
          last_seq: all.length,
          read_message_id: null,
          unread: 0,
          more: to < all.length,
        })
      }
    })
    const synced = { conversations, partial: damaged >= 0, since: damaged >= 0 ? null : `${next}`, reset: isReset }
    this.frames.push({ kind: 'synced', synced, id })
    if (damaged >= 0) this.frames.push({ kind: 'failed', id })
  }

  /** Much may happen between a page and what it fills. */
  fill(conversations: readonly string[]): void {
    const refused = new Map<string, number>()
    const holes = conversations.filter((one) => {
      if (this.readable || this.upTo(3) > 0) return true
      refused.set(one, 0)
      return false
    })
    this.#fillNext(holes, refused, this.inbox, this.catchUp)
  }

  #fillNext(holes: string[], refused: ReadonlyMap<string, number>, to: Inbox, asks: CatchUp): void {
    const conversation = holes[0]
    if (conversation === undefined) {
      this.timers.push(() => asks.filled(refused))
      return
    }
    const hole = to.hole(conversation)
    if (hole === null) {
      this.#fillNext(holes.slice(1), refused, to, asks)
      return
    }
    const c = number(conversation)
    const all = this.stored[c] ?? []
    const isForbidden = !this.member && c === GROUP
    const from = Math.max(hole.after === null ? 0 : Number(hole.after), this.#before(c))
    const page = all.slice(from, from + 50)
    this.timers.push(() => {
      if (isForbidden && to.isStill(hole)) {
        to.forget(conversation)
        this.kept.delete(conversation)
      } else if (!isForbidden) {
        to.page(hole, page)
      }
      const isDone = isForbidden || page.length === 0 || !to.lacks(conversation)
      this.#fillNext(isDone ? holes.slice(1) : holes, refused, to, asks)
    })
  }

  #fresh(): [Inbox, CatchUp] {
    const inbox = new Inbox(this.keptSince, this.kept, this)
    return [inbox, new CatchUp(inbox, { now: () => 0, later: () => () => {} }, this)]
  }

  /** What was before one came back to the group, or nobody remembers any more that one was in it. */
  #mayMiss(next: number): boolean {
    return next <= this.joinedAt || this.amnesia
  }

  #restart(): void {
    if (this.upTo(12) === 0) {
      this.frames = []
      this.timers = []
      this.amnesia = !this.kept.has(`c${GROUP}`)
      if (this.amnesia) this.given.delete(`c${GROUP}`)
      ;[this.inbox, this.catchUp] = this.#fresh()
      this.up = true
      this.catchUp.start()
    } else if (this.upTo(4) === 0) {
      this.frames = []
      this.up = this.upTo(2) === 0
      this.catchUp.lost()
      if (this.up) this.catchUp.start()
    }
  }

  #talk(): void {
    const c = this.upTo(CONVERSATIONS)
    for (let burst = this.upTo(20) === 0 ? 300 : 1; burst > 0; burst--) this.#say(c)
  }

  #say(c: number): void {
    const all = this.stored[c] ?? []
    const seq = all.length + 1
    const id = `${seq}`.padStart(13, '0')
    const message = { conversation_id: `c${c}`, message_id: id, seq, from: 'bob', text: 'x', server_ts: 0 }
    all.push(message)
    if (c !== GROUP || this.member) this.untold.push({ kind: 'message', message })
  }

  /** With an event of the group, as every such change. */
  #comeBack(): void {
    this.member = true
    this.joinedAt = (this.stored[GROUP]?.length ?? 0) + 1
    this.#say(GROUP)
  }

  #comeOrGo(): void {
    if (this.upTo(4) > 0) return
    if (!this.member) {
      this.#comeBack()
      return
    }
    this.member = false
    this.untold.push({ kind: 'left' })
  }

  #tell(): void {
    for (const frame of this.untold.splice(0, this.upTo(this.untold.length + 1))) this.#deliver(frame)
  }

  #deliver(frame: Frame): void {
    if (!this.up) return
    const fate = frame.kind === 'left' ? 3 : this.upTo(8)
    if (fate === 1) this.frames.push(frame, frame)
    else if (fate === 2) this.frames.unshift(frame)
    else if (fate > 2) this.frames.push(frame)
  }

  #hear(): void {
    const frame = this.frames.shift()
    switch (frame?.kind) {
      case 'message': {
        const behind = this.inbox.behind
        const whole = this.inbox.take(frame.message)
        if (!behind || !whole) this.catchUp.took(whole)
        break
      }
      case 'left':
        this.inbox.forget(`c${GROUP}`)
        this.kept.delete(`c${GROUP}`)
        break
      case 'synced':
        this.anew = this.keptSince === null || frame.synced.reset
        if (frame.synced.reset) {
          // A conversation that this device never heard of begins about now.
          this.begun.forEach((_, c) => {
            if (!this.kept.has(`c${c}`)) this.begun[c] = NEVER
          })
        }
        this.catchUp.synced(frame.synced, frame.id)
        break
      case 'failed':
        this.catchUp.failed(frame.id, new ParleyError('unavailable', 'one cannot be read'))
        break
      case undefined:
        break
    }
  }

  /** How much of a conversation the user may not see. */
  #before(c: number): number {
    return this.historyJoined && c === GROUP ? Math.max(0, this.joinedAt - 1) : 0
  }
}

function number(conversation: string): number {
  return Number(conversation.slice(1))
}

it('gives each message once and in order, and in the end all of them', () => {
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, historyJoined) => {
      const world = new World(seed, historyJoined)
      world.up = true
      world.catchUp.start()
      for (let i = 0; i < STEPS; i++) world.step()
      world.settle()
      expect(world.allGiven, 'all of them').toBe(true)
      expect(world.caughtUps).toBeGreaterThan(0)
    }),
    { numRuns: 300, endOnFailure: true },
  )
}, 120_000)
