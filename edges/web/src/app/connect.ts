import { openAccounts, openClient } from '@parley/client'
import { Session } from './session.ts'

/** The session of this page with the server that it came from. */
export function connect(server: string): Session {
  return new Session(openAccounts(server), ({ userId, tokens }) => openClient({ server, userId, tokens }))
}
