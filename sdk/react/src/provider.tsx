import type { ParleyClient } from '@parley/client'
import { createContext, type ReactNode, useContext } from 'react'

const Client = createContext<ParleyClient | null>(null)

/** Gives an open client to the hooks below it. Who opened it closes it. */
export function ParleyProvider({ client, children }: { client: ParleyClient; children: ReactNode }): ReactNode {
  return <Client.Provider value={client}>{children}</Client.Provider>
}

/** @returns the client of the nearest provider */
export function useParley(): ParleyClient {
  const client = useContext(Client)
  if (client === null) throw new Error('useParley and the hooks of @parley/react need a <ParleyProvider> above them')
  return client
}
