import type { OutgoingMessage } from '../client.js'
import type { Change, Commands, HistoryPage } from '../engine/link.js'

/** Changes with the messages below. */
const VERSION = 1

/**
 * The name of a lock or channel of a user's tabs. Those of pages that speak another version do not hear it: each version has
 * an engine of its own, and the last to connect is the one that stays.
 */
export function named(user: string, what: string): string {
  return `${user} ${VERSION} ${what}`
}

/** Between all tabs of a user. */
export type LobbyMessage =
  /** Somebody leads from now on: take your seats there. */
  | { readonly type: 'leading' }
  /** A tab that does not lead asks for a seat; `seat` names the channel on which it listens already. */
  | { readonly type: 'hello'; readonly tab: string; readonly seat: string }
  /** Is there somebody who leads, and is he awake? */
  | { readonly type: 'ping' }
  | { readonly type: 'pong' }
  /** Somebody signed this user out, and deleted what was kept. */
  | { readonly type: 'signed-out' }

/** From the leader to a seat. */
export type FromLeader =
  /** Counted from 1, so that the seat sees when it missed some. */
  | { readonly type: 'changes'; readonly number: number; readonly changes: readonly Change[] }
  | { readonly type: 'answer'; readonly call: number; readonly result: Result }
  | { readonly type: 'refusal'; readonly call: number; readonly error: Refusal }

/** From a seat to the leader. */
export type FromSeat =
  | { readonly type: 'call'; readonly call: number; readonly command: Command }
  | { readonly type: 'bye' }

export type Command = {
  [K in keyof Commands]: { readonly name: K; readonly args: Parameters<Commands[K]> }
}[keyof Commands]

export type Result = OutgoingMessage | HistoryPage | boolean | undefined

export interface Refusal {
  readonly code: string
  readonly message: string
  readonly status: number
  readonly retryAfterMs: number | undefined
}
