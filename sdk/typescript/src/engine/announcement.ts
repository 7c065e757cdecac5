import type { ConversationSummary, OutgoingMessage } from '../client.js'
import { isShown } from '../connection/frames.js'
import type { Message } from '../protocol.js'
import type { Change, Happening } from './link.js'

export interface AnnouncementSource {
  summary(conversationId: string): ConversationSummary | undefined
  outgoing(conversationId: string): readonly OutgoingMessage[]
}

/** What a step leaves to be told at its end: of each conversation once, however often it changed. */
export class Announcement {
  readonly #conversations = new Set<string>()
  readonly #outgoing = new Set<string>()
  readonly #given = new Map<string, { readonly after_seq: number; readonly messages: Message[] }>()
  readonly #changes: Change[] = []

  add(change: Change): void {
    this.#changes.push(change)
  }

  event(event: Happening): void {
    this.#changes.push({ type: 'event', event })
  }

  conversation(id: string): void {
    this.#conversations.add(id)
  }

  outgoing(conversationId: string): void {
    this.#outgoing.add(conversationId)
  }

  /** @param before the seq up to which all of its conversation was given before it */
  given(message: Message, before: number): void {
    const given = this.#given.get(message.conversation_id)
    if (given === undefined) this.#given.set(message.conversation_id, { after_seq: before, messages: [message] })
    else given.messages.push(message)
  }

  gone(conversationId: string): void {
    this.#conversations.delete(conversationId)
    this.#given.delete(conversationId)
    this.add({ type: 'gone', conversation_id: conversationId })
    this.event({ name: 'removed', value: { conversation_id: conversationId } })
  }

  get conversations(): Iterable<string> {
    return this.#conversations
  }

  get messages(): readonly Message[] {
    return [...this.#given.values()].flatMap((one) => one.messages)
  }

  changes(source: AnnouncementSource): readonly Change[] {
    const changes = [...this.#changes]
    for (const [id, { after_seq, messages }] of this.#given) {
      const to_seq = messages.at(-1)?.seq ?? after_seq
      changes.push({ type: 'messages', conversation_id: id, after_seq, to_seq, messages: messages.filter(isShown) })
    }
    for (const id of this.#outgoing) {
      changes.push({ type: 'outgoing', conversation_id: id, outgoing: source.outgoing(id) })
    }
    for (const id of this.#conversations) {
      const summary = source.summary(id)
      if (summary !== undefined) changes.push({ type: 'conversation', summary })
    }
    return changes
  }
}
