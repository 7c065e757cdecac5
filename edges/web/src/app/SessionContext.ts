import { createContext, useContext } from 'react'
import type { Session } from './session.ts'

const Context = createContext<Session | null>(null)

export const SessionProvider = Context.Provider

export function useSession(): Session {
  const session = useContext(Context)
  if (session === null) throw new Error('useSession outside of App')
  return session
}
