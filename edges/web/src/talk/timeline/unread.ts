import type { Message } from '@parley/client'

/** The index of the first message that comes after `messageId` in the order; the count when none does. */
export function indexAfter(messages: readonly Message[], messageId: string | null): number {
  if (messageId === null) return 0
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.message_id ?? '') <= messageId) low = middle + 1
    else high = middle
  }
  return low
}

/** Before which message "new" stands: the first of somebody else's after the cursor. Events are not unread. */
export function firstUnread(messages: readonly Message[], readUpTo: string | null, me: string): Message | null {
  for (let index = indexAfter(messages, readUpTo); index < messages.length; index++) {
    const message = messages[index]
    if (message !== undefined && message.kind !== 'event' && message.from !== me) return message
  }
  return null
}

/** What the reader has of a conversation at a moment. */
export interface Reading {
  readonly unread: number
  readonly readUpTo: string | null
  /** Whether the conversation is on the screen of a window that has the focus. */
  readonly watching: boolean
}

/**
 * After which message "new" stands; `undefined` when nowhere. It is put where reading ended when the conversation is
 * opened, or when messages came while nobody watched, and stays until all is read AND nobody watches again: a line that
 * goes away while one reads takes the place away at which one was.
 */
export interface UnreadMark {
  readonly after: string | null | undefined
  /** Whether what comes next may set it. */
  readonly armed: boolean
}

export const noMark: UnreadMark = { after: undefined, armed: true }

export function nextMark(mark: UnreadMark, reading: Reading): UnreadMark {
  if (reading.unread > 0) {
    if (!mark.armed) return mark
    return { after: reading.readUpTo, armed: false }
  }
  if (reading.watching) return mark.armed ? { ...mark, armed: false } : mark
  return mark.armed ? mark : { ...mark, armed: true }
}
