import type { ParleyClient, Readable } from '@parley/client'
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'

const ClientContext = createContext<ParleyClient | null>(null)

export const ClientProvider = ClientContext.Provider

/** The client of who is signed in. Everything below `Shell` has one. */
export function useClient(): ParleyClient {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('useClient outside of ClientProvider')
  return client
}

/** The readable must be the same object from one rendering to the next: take it in a `useMemo` where it is made. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(
    useCallback((listener: () => void) => readable.subscribe(listener), [readable]),
    () => readable.get(),
  )
}
