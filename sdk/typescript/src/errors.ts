import type { ErrorCode } from './protocol.js'

/** What the server refused, or what went wrong on the way to it. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError'
  /** Of the wire contract; besides `unreachable` (no answer came), `outbox_full`, `expired` and `closed`. */
  readonly code: ErrorCode
  /** Of HTTP; 0 when there was no answer, or it came over the socket. */
  readonly status: number
  /** When it is worth another try, in ms from now; absent when the server did not say. */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, status = 0, retryAfterMs?: number) {
    super(message)
    this.code = code
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** Thrown by a token provider when there will be no more tokens: the user has to sign in again. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

/** Thrown by a storage that another program, or tab, has taken over: what this one writes is refused. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver'
}

/** Whether the same again, later, may well be taken. */
export function passes(code: ErrorCode): boolean {
  return code === 'unavailable' || code === 'rate_limited' || code === 'unauthorized'
}

export function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause))
}
