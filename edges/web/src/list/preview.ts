import type { Message, OutgoingMessage } from '@parley/client'

/** The newest message on its way, by conversation. */
export function lastOutgoing(outgoing: readonly OutgoingMessage[]): ReadonlyMap<string, OutgoingMessage> {
  return new Map(outgoing.map((message) => [message.conversation_id, message]))
}

/** One line of a message, as short as a row is: what a screen never shows need not be laid out. */
export function oneLine(text: string): string {
  return text.slice(0, 240).replace(/\s+/gu, ' ').trim()
}

/** How many media a message has, where it has no text to show. */
export function mediaCount(message: Pick<Message, 'text' | 'media_ids'>): number {
  return message.text === undefined || message.text === '' ? (message.media_ids?.length ?? 0) : 0
}
