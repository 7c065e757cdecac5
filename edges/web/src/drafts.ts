import { useParley } from '@parley/react'
import { useSyncExternalStore } from 'react'

/**
 * What is written and not sent, by user and conversation: who comes next to this browser may share conversations with who was
 * here before. The composer writes it, the list shows it. Kept in `localStorage`, so a draft survives a reload, and is the
 * same in all tabs; what cannot be stored there is kept for as long as the page.
 */
const prefix = 'parley.draft.'
const drafts = new Map<string, string>()
const listeners = new Set<() => void>()

export function draft(userId: string, conversationId: string): string {
  const key = keyOf(userId, conversationId)
  const known = drafts.get(key)
  if (known !== undefined) return known
  let stored = ''
  try {
    stored = localStorage.getItem(key) ?? ''
  } catch {
    // No storage here.
  }
  drafts.set(key, stored)
  return stored
}

export function setDraft(userId: string, conversationId: string, text: string): void {
  if (draft(userId, conversationId) === text) return
  const key = keyOf(userId, conversationId)
  drafts.set(key, text)
  store(key, text)
  tell()
}

/**
 * Empties a draft, as what it holds is being sent. Stored it stays until one calls what this returns: a page that ends before
 * then has it again.
 */
export function takeDraft(userId: string, conversationId: string): () => void {
  const key = keyOf(userId, conversationId)
  drafts.set(key, '')
  tell()
  return () => {
    const since = drafts.get(key)
    if (since !== undefined) store(key, since)
  }
}

function store(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // Full or forbidden: the page keeps it.
  }
}

/** When somebody signs out, nothing of his stays. */
export function forgetDrafts(userId: string): void {
  const his = keyOf(userId, '')
  for (const key of [...drafts.keys()]) if (key.startsWith(his)) drafts.delete(key)
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(his)) localStorage.removeItem(key)
  } catch {
    // No storage, no drafts.
  }
  tell()
}

// Another tab wrote one, sent it, or signed out.
window.addEventListener('storage', ({ key }) => {
  if (key === null) drafts.clear()
  else if (!drafts.delete(key)) return
  tell()
})

/** No user id has a slash in it. */
const keyOf = (userId: string, conversationId: string): string => `${prefix}${userId}/${conversationId}`

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Of who is signed in here. */
export function useDraft(conversationId: string): string {
  const { userId } = useParley()
  return useSyncExternalStore(subscribe, () => draft(userId, conversationId))
}
