import type { Random } from '../host.js'
import { afterGoingAway, backoff } from './backoff.js'

const UNAUTHORIZED = 4401
const REPLACED = 4409
const GOING_AWAY = 1001
const RESTART = 1012

/** Tokens in a row that the server may refuse. */
const REFUSALS_MAX = 3

/** What is to be done after the end of a socket. */
export type Next =
  | { readonly do: 'wait'; readonly ms: number; readonly tokenRefused: boolean }
  | { readonly do: 'stop'; readonly state: 'replaced' | 'signed-out' }

/** What follows the end of a socket. */
export class Redial {
  #attempts = 0
  #refusals = 0
  #up = false

  constructor(private readonly random: Random) {}

  /** The application asked to connect: nothing counts that was before. */
  forget(): void {
    this.#attempts = 0
    this.#refusals = 0
    this.#up = false
  }

  /** A socket is authenticated. */
  up(): void {
    this.#up = true
    this.#refusals = 0
  }

  /**
   * The server did something for this client: took a send, or answered a catch-up. Being taken alone is not enough, or a
   * server that takes everyone and drops them again would be dialled without end.
   */
  served(): void {
    this.#attempts = 0
  }

  /** @param code of the WebSocket, or 0 */
  after(code: number): Next {
    const wasUp = this.#up
    this.#up = false
    if (code === REPLACED) return { do: 'stop', state: 'replaced' }
    if (code === UNAUTHORIZED) {
      this.#refusals++
      if (this.#refusals >= REFUSALS_MAX) return { do: 'stop', state: 'signed-out' }
      const ms = this.#refusals === 1 && wasUp ? 0 : this.next()
      return { do: 'wait', ms, tokenRefused: true }
    }
    if (wasUp && this.#attempts === 0 && (code === GOING_AWAY || code === RESTART)) {
      this.#attempts++
      return { do: 'wait', ms: afterGoingAway(this.random), tokenRefused: false }
    }
    return { do: 'wait', ms: this.next(), tokenRefused: false }
  }

  /** The wait before another attempt, in ms. */
  next(): number {
    return backoff(this.#attempts++, this.random)
  }
}
