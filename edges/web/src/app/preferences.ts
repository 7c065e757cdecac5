import { useSyncExternalStore } from 'react'

/** What this device remembers of how Parley looks and is used. It stays when one signs out. */
export interface Preferences {
  readonly theme: Theme
  readonly language: Language
  /** Whether N, / and ? do something where one does not write. */
  readonly singleKeys: boolean
}

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** `en-XB` is English from right to left, as a test of the layout; it is in no menu. */
export const languages = ['system', 'en', 'de', 'en-XB'] as const
export type Language = (typeof languages)[number]

const key = 'parley.preferences'
const listeners = new Set<() => void>()
let current: Preferences | undefined

export function preferences(): Preferences {
  current ??= read()
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change }
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // They hold for as long as the page.
  }
  for (const listener of listeners) listener()
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences)

function subscribe(listener: () => void): () => void {
  const otherTab = (event: StorageEvent) => {
    if (event.key !== key) return
    current = undefined
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', otherTab)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', otherTab)
  }
}

function read(): Preferences {
  let stored: unknown
  try {
    stored = JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    stored = {}
  }
  const field = (name: string): unknown =>
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, name) : undefined
  return {
    theme: themes.find((theme) => theme === field('theme')) ?? 'system',
    language: languages.find((language) => language === field('language')) ?? 'system',
    singleKeys: field('singleKeys') !== false,
  }
}
