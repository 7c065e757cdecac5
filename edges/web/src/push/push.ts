import type { ParleyClient } from '@parley/client'

/** Whether this browser is woken, or why it cannot be. */
export type PushHereState = 'on' | 'off' | 'denied' | 'unsupported' | 'not-offered'

export async function pushHere(_client: ParleyClient): Promise<PushHereState> {
  return 'unsupported'
}

/** Asks the reader, if he was not asked yet. */
export async function enablePush(client: ParleyClient): Promise<PushHereState> {
  return pushHere(client)
}

export async function disablePush(client: ParleyClient): Promise<PushHereState> {
  return pushHere(client)
}
