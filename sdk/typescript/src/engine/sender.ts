import type { OutgoingMessage } from '../client.js'
import { backoff } from '../connection/backoff.js'
import { asError, ParleyError, passes, TakenOver } from '../errors.js'
import type { Clock, Random } from '../host.js'
import type { ClientFrame, Message, ServerFrame } from '../protocol.js'
import type { StoredSend } from '../storage/storage.js'
import type { Ledger } from './ledger.js'
import { type Entry, OUTBOX_MAX, Outbox } from './outbox.js'
import { checkBody } from './outgoing.js'
import type { Steps } from './steps.js'

const RESEND_WAIT_MS = 500
/** A send that is not answered for so long is sent again on the same socket. */
const ACK_MAX_MS = 30_000
/** The server remembers keys for 30 days; clocks differ. */
const SEND_AGE_MAX_MS = 29 * 24 * 3_600_000

export interface SenderOwner extends Steps {
  say(frame: ClientFrame): boolean
  /** Part of a step: what is on its way to a conversation is another. */
  outgoingChanged(conversationId: string): void
  /** Part of a step: the server refused it for good. */
  refused(message: OutgoingMessage): void
}

export interface SenderSettings {
  readonly userId: string
  readonly clock: Clock
  readonly random: Random
}

/** What this device sends: from the application, through the outbox and what is kept of it, to its place in the order. */
export class Sender {
  readonly #outbox: Outbox

  constructor(
    stored: readonly StoredSend[],
    private readonly settings: SenderSettings,
    private readonly ledger: Ledger,
    private readonly owner: SenderOwner,
  ) {
    this.#outbox = new Outbox(stored)
  }

  get awaitsAcks(): boolean {
    return this.#outbox.awaitsAcks
  }

  all(): readonly OutgoingMessage[] {
    return this.#outbox.all()
  }

  of(conversationId: string): readonly OutgoingMessage[] {
    return this.#outbox.of(conversationId)
  }

  // --- what the application asks

  async send(
    conversationId: string,
    body: { readonly text?: string; readonly media_ids?: readonly string[] },
    clientMsgId: string,
  ): Promise<OutgoingMessage> {
    checkBody(body)
    const known = this.#outbox.find(clientMsgId)
    if (known !== undefined) {
      if (!known.stored) await this.ledger.written()
      return known.message
    }
    if (this.#outbox.size >= OUTBOX_MAX) {
      throw new ParleyError('outbox_full', `${OUTBOX_MAX} messages are on their way`)
    }
    const entry = this.#outbox.add({
      client_msg_id: clientMsgId,
      conversation_id: conversationId,
      ...(body.text === undefined ? {} : { text: body.text }),
      ...(body.media_ids === undefined ? {} : { media_ids: body.media_ids }),
      created_at: this.settings.clock.now(),
      state: 'queued',
    })
    try {
      await this.#keep(entry)
    } catch (e) {
      this.owner.step(() => this.stands(clientMsgId))
      if (e instanceof TakenOver) throw new ParleyError('closed', e.message)
      throw new ParleyError('storage', `the message cannot be kept: ${asError(e).message}`)
    }
    this.owner.step(() => {
      entry.stored = true
    })
    return entry.message
  }

  async retry(clientMsgId: string): Promise<void> {
    const entry = this.#outbox.find(clientMsgId)
    if (entry?.message.state !== 'failed') return
    this.#outbox.retry(entry)
    await this.#keep(entry)
  }

  async discard(clientMsgId: string): Promise<boolean> {
    const entry = this.#outbox.find(clientMsgId)
    if (entry === undefined || entry.tried) return false
    const written = this.ledger.written()
    this.owner.step(() => this.stands(clientMsgId))
    await written.catch((cause: unknown) => {
      // Anything else is tried again; but the next who has the storage still has the message, and has to be asked.
      if (cause instanceof TakenOver) throw new ParleyError('closed', cause.message)
    })
    return true
  }

  #keep(entry: Entry): Promise<void> {
    const written = this.ledger.written()
    this.owner.step(() => {
      this.ledger.send(entry.message, entry.ordinal)
      this.owner.outgoingChanged(entry.message.conversation_id)
    })
    return written
  }

  // --- parts of steps

  /** Writes what may go now. */
  pump(): void {
    if (this.#outbox.size === 0 || !this.owner.ready()) return
    for (const entry of this.#outbox.next(this.settings.clock.now())) {
      const { message } = entry
      // After a restart, too, one has to know that it may be stored.
      if (!entry.tried) this.ledger.send(message, entry.ordinal)
      entry.tried = true
      const { conversation_id, client_msg_id, text, media_ids } = message
      this.owner.outgoingChanged(conversation_id)
      this.owner.say({
        type: 'send',
        conversation_id,
        client_msg_id,
        ...(text === undefined ? {} : { text }),
        ...(media_ids === undefined ? {} : { media_ids }),
      })
    }
  }

  /** The message that an ack gives its place; undefined when it was known. */
  acked(ack: Extract<ServerFrame, { type: 'ack' }>): Message | undefined {
    const entry = this.#outbox.find(ack.client_msg_id)
    if (entry === undefined) return undefined
    this.#outbox.acked(entry, ack.seq)
    const { text, media_ids } = entry.message
    return {
      conversation_id: ack.conversation_id,
      message_id: ack.message_id,
      seq: ack.seq,
      from: this.settings.userId,
      ...(text === undefined ? {} : { text }),
      ...(media_ids === undefined ? {} : { media_ids }),
      server_ts: ack.server_ts,
      client_msg_id: ack.client_msg_id,
    }
  }

  /** It stands in the conversation's order, or is given up. */
  stands(clientMsgId: string): void {
    const entry = this.#outbox.remove(clientMsgId)
    if (entry === undefined) return
    this.ledger.sent(clientMsgId)
    this.owner.outgoingChanged(entry.message.conversation_id)
  }

  /** @returns whether it was about a send */
  refused(clientMsgId: string | undefined, error: ParleyError): boolean {
    const entry = clientMsgId === undefined ? undefined : this.#outbox.find(clientMsgId)
    if (entry === undefined) return false
    if (entry.ackedSeq !== null) return true
    if (passes(error.code)) this.#again(entry, error)
    else this.#fail(entry, error)
    return true
  }

  /** There is a socket. Ages are told by the clock that gave them: this device's may differ much from the server's. */
  up(): void {
    const now = this.settings.clock.now()
    for (const { client_msg_id, state, created_at } of this.#outbox.all()) {
      const entry = this.#outbox.find(client_msg_id)
      if (entry !== undefined && state !== 'failed' && created_at < now - SEND_AGE_MAX_MS) {
        this.#fail(entry, new ParleyError('expired', 'unsent for more than 29 days'))
      }
    }
  }

  /** The socket is gone. */
  down(): void {
    for (const message of this.#outbox.all()) {
      if (message.state === 'sending') this.owner.outgoingChanged(message.conversation_id)
    }
    this.#outbox.allAgain()
  }

  /** Sends again what has waited too long for an answer. */
  resendLate(): void {
    for (const entry of this.#outbox.unansweredSince(this.settings.clock.now() - ACK_MAX_MS)) {
      this.#outbox.again(entry)
      this.#outbox.release(entry.message.conversation_id)
    }
  }

  /** All up to a number was given, or will not be: what has its place there stands, shown or not. */
  passed(conversationId: string, seq: number): void {
    for (const { client_msg_id } of this.#outbox.of(conversationId)) {
      const place = this.#outbox.find(client_msg_id)?.ackedSeq ?? null
      if (place !== null && place <= seq) this.stands(client_msg_id)
    }
  }

  #again(entry: Entry, error: ParleyError): void {
    this.#outbox.again(entry)
    const { conversation_id } = entry.message
    this.owner.outgoingChanged(conversation_id)
    const wait = error.retryAfterMs ?? RESEND_WAIT_MS
    this.owner.later(wait + backoff(entry.attempts - 1, this.settings.random), () =>
      this.#outbox.release(conversation_id),
    )
  }

  #fail(entry: Entry, error: ParleyError): void {
    this.#outbox.failed(entry, { code: error.code, message: error.message })
    this.ledger.send(entry.message, entry.ordinal)
    this.owner.outgoingChanged(entry.message.conversation_id)
    this.owner.refused(entry.message)
  }
}
