import { draft, setDraft } from '../drafts.ts'

/** Puts what was not sent before what its author has begun to write since. */
export function giveBack(userId: string, conversationId: string, text: string): void {
  const since = draft(userId, conversationId)
  setDraft(userId, conversationId, since === '' ? text : `${text}\n${since}`)
}
