import { useSyncExternalStore } from 'react'

/** Room for one pane: the same width as in shell.css. */
const query = window.matchMedia('(max-width: 47.99rem)')

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
