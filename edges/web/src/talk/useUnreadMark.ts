import type { ConversationSummary } from '@parley/client'
import { useState } from 'react'
import { nextMark, noMark } from './timeline/unread.ts'

/** After which message "new" stands; `undefined` when nowhere. */
export function useUnreadMark(conversation: ConversationSummary, watching: boolean): string | null | undefined {
  const [mark, setMark] = useState(noMark)
  const { unread, read_message_id: readUpTo } = conversation
  const next = nextMark(mark, { unread, readUpTo, watching })
  // Set while rendering: what is shown must not be a step behind.
  if (next !== mark) setMark(next)
  return next.after
}
