import { useSyncExternalStore } from 'react'

/**
 * What is written and not sent, by conversation. The composer writes it, the list shows it. Kept in `localStorage`, so a
 * draft survives a reload; what cannot be stored there is kept for as long as the page.
 */
const prefix = 'parley.draft.'
const drafts = new Map<string, string>()
const listeners = new Set<() => void>()

export function draft(conversationId: string): string {
  const known = drafts.get(conversationId)
  if (known !== undefined) return known
  let stored = ''
  try {
    stored = localStorage.getItem(prefix + conversationId) ?? ''
  } catch {
    // No storage here.
  }
  drafts.set(conversationId, stored)
  return stored
}

export function setDraft(conversationId: string, text: string): void {
  if (draft(conversationId) === text) return
  drafts.set(conversationId, text)
  try {
    if (text === '') localStorage.removeItem(prefix + conversationId)
    else localStorage.setItem(prefix + conversationId, text)
  } catch {
    // Full or forbidden: the page keeps it.
  }
  for (const listener of listeners) listener()
}

/** When somebody signs out, nothing of his stays. */
export function forgetDrafts(): void {
  drafts.clear()
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // No storage, no drafts.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useDraft = (conversationId: string): string => useSyncExternalStore(subscribe, () => draft(conversationId))
