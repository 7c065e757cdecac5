import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  window.addEventListener('focus', listener)
  window.addEventListener('blur', listener)
  return () => {
    document.removeEventListener('visibilitychange', listener)
    window.removeEventListener('focus', listener)
    window.removeEventListener('blur', listener)
  }
}

/** Whether somebody may be looking: the page is visible and its window has the focus. */
export const isWatching = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

export const useWatching = (): boolean => useSyncExternalStore(subscribe, isWatching)
