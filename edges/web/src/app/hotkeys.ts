export type Hotkey =
  | 'switch'
  | 'next'
  | 'previous'
  | 'nextUnread'
  | 'previousUnread'
  | 'new'
  | 'composer'
  | 'help'
  | 'close'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * What a key stands for, or nothing.
 *
 * @param writing whether the focus is where one writes, and letters are letters
 * @param single whether keys without Ctrl or Alt count: a voice that writes, or a hand that slips, presses them unasked
 */
export function hotkeyOf(event: Key, writing: boolean, single: boolean): Hotkey | undefined {
  const command = event.ctrlKey || event.metaKey
  if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') return 'switch'
  if (command) return undefined
  if (event.altKey) {
    if (event.key === 'ArrowDown') return event.shiftKey ? 'nextUnread' : 'next'
    if (event.key === 'ArrowUp') return event.shiftKey ? 'previousUnread' : 'previous'
    return undefined
  }
  if (event.key === 'Escape') return 'close'
  if (writing || !single) return undefined
  // Where `?` and `/` lie, and with which shift, is the keyboard's own affair.
  if (event.key === '?') return 'help'
  if (event.key === '/') return 'composer'
  return event.key === 'n' ? 'new' : undefined
}

export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
}

/** The conversation after (1) or before (-1) the open one, in the order of the list; at the end it begins again. */
export function neighbour<T extends { readonly conversation_id: string; readonly unread: number }>(
  conversations: readonly T[],
  open: string | undefined,
  step: 1 | -1,
  unreadOnly: boolean,
): T | undefined {
  const at = conversations.findIndex((conversation) => conversation.conversation_id === open)
  const start = at === -1 ? (step === 1 ? -1 : conversations.length) : at
  for (let i = 1; i <= conversations.length; i++) {
    const next = conversations[(start + i * step + conversations.length * 2) % conversations.length]
    if (next !== undefined && next.conversation_id !== open && (!unreadOnly || next.unread > 0)) return next
  }
  return undefined
}
