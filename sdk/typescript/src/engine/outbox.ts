import type { OutgoingMessage } from '../client.js'
import type { StoredSend } from '../storage/storage.js'

/** Sends that may wait, of all conversations. */
export const OUTBOX_MAX = 10_000

/** Sends that may be unanswered at a time, each in a conversation of its own. */
const UNDERWAY_MAX = 32

/** A send on its way. */
export interface Entry {
  readonly ordinal: number
  message: OutgoingMessage
  /** Its place, when it was answered and its message does not stand in the conversation's order yet. */
  ackedSeq: number | null
  /** Whether the storage has it; it goes out no sooner. */
  stored: boolean
  /** Whether it was written to a socket since it was last refused: the server may have it. */
  tried: boolean
  /** When it was written to the socket, Unix ms; null when it is not under way. */
  underwaySince: number | null
  /** How often it was answered that it should be sent again. */
  attempts: number
}

/** The sends of one conversation, and whether they wait for a moment that the server named. */
interface Lane {
  readonly entries: Entry[]
  held: boolean
}

/**
 * The sends that do not stand in their conversations' order yet. Each conversation's go in the order in which they were
 * written, one at a time: then one that must be sent again does not come behind its successor.
 */
export class Outbox {
  readonly #entries = new Map<string, Entry>()
  readonly #lanes = new Map<string, Lane>()
  #ordinals = 0
  #underway = 0

  /** @param stored in their order */
  constructor(stored: readonly StoredSend[]) {
    for (const { message, ordinal } of stored) {
      const tried = message.state === 'sending'
      this.#put(tried ? { ...message, state: 'queued' } : message, ordinal, true).tried = tried
    }
  }

  get size(): number {
    return this.#entries.size
  }

  find(clientMsgId: string): Entry | undefined {
    return this.#entries.get(clientMsgId)
  }

  all(): readonly OutgoingMessage[] {
    return [...this.#entries.values()].map((entry) => entry.message)
  }

  of(conversationId: string): readonly OutgoingMessage[] {
    return this.#lanes.get(conversationId)?.entries.map((entry) => entry.message) ?? []
  }

  add(message: OutgoingMessage): Entry {
    return this.#put(message, this.#ordinals + 1, false)
  }

  /** Takes out what stands in the order, or is given up. */
  remove(clientMsgId: string): Entry | undefined {
    const entry = this.#entries.get(clientMsgId)
    if (entry === undefined) return undefined
    this.#landed(entry)
    this.#entries.delete(clientMsgId)
    const lane = this.#lane(entry.message.conversation_id)
    lane.entries.splice(lane.entries.indexOf(entry), 1)
    if (lane.entries.length === 0) this.#lanes.delete(entry.message.conversation_id)
    return entry
  }

  /** The next ones to be written, which then are under way. */
  next(now: number): Entry[] {
    const sent: Entry[] = []
    for (const lane of this.#lanes.values()) {
      if (this.#underway >= UNDERWAY_MAX) break
      if (lane.held || lane.entries.some((one) => one.underwaySince !== null)) continue
      const entry = lane.entries.find((one) => one.ackedSeq === null && one.message.state !== 'failed')
      if (entry?.stored) {
        entry.underwaySince = now
        entry.message = { ...entry.message, state: 'sending' }
        this.#underway++
        sent.push(entry)
      }
    }
    return sent
  }

  /** It has its place; its successor may go. */
  acked(entry: Entry, seq: number): void {
    entry.ackedSeq = seq
    this.#landed(entry)
  }

  /** It is to be sent again, when its conversation is released. */
  again(entry: Entry): void {
    this.#landed(entry)
    entry.attempts++
    entry.message = { ...entry.message, state: 'queued' }
    this.#lane(entry.message.conversation_id).held = true
  }

  release(conversationId: string): void {
    const lane = this.#lanes.get(conversationId)
    if (lane !== undefined) lane.held = false
  }

  failed(entry: Entry, error: { readonly code: string; readonly message: string }): void {
    this.#landed(entry)
    entry.tried = false
    entry.message = { ...entry.message, state: 'failed', error }
  }

  /** A failed one is to be sent again, in its old place. */
  retry(entry: Entry): void {
    const { error: _, ...message } = entry.message
    entry.message = { ...message, state: 'queued' }
    entry.attempts = 0
  }

  /** The socket is gone and with it, perhaps, what was under way. */
  allAgain(): void {
    for (const entry of this.#entries.values()) {
      if (entry.underwaySince !== null) {
        this.#landed(entry)
        entry.message = { ...entry.message, state: 'queued' }
      }
    }
    for (const lane of this.#lanes.values()) lane.held = false
  }

  /** Those that went out before a moment and were not answered since. */
  unansweredSince(time: number): Entry[] {
    return this.#underway === 0
      ? []
      : [...this.#entries.values()].filter((entry) => entry.underwaySince !== null && entry.underwaySince < time)
  }

  /** Whether acks are awaited. */
  get awaitsAcks(): boolean {
    return this.#underway > 0
  }

  #put(message: OutgoingMessage, ordinal: number, stored: boolean): Entry {
    this.#ordinals = Math.max(this.#ordinals, ordinal)
    const entry: Entry = { ordinal, message, ackedSeq: null, stored, tried: false, underwaySince: null, attempts: 0 }
    this.#entries.set(message.client_msg_id, entry)
    this.#lane(message.conversation_id).entries.push(entry)
    return entry
  }

  #lane(conversationId: string): Lane {
    let lane = this.#lanes.get(conversationId)
    if (lane === undefined) {
      lane = { entries: [], held: false }
      this.#lanes.set(conversationId, lane)
    }
    return lane
  }

  #landed(entry: Entry): void {
    if (entry.underwaySince !== null) {
      entry.underwaySince = null
      this.#underway--
    }
  }
}
