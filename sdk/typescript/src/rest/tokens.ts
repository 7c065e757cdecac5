import type { TokenProvider } from '../client.js'
import type { Clock } from '../host.js'
import { isObject } from './shapes.js'

/** A token that is about to end is not sent any more. */
const LEEWAY_MS = 5_000

/** The token in use, of which socket and REST calls take the same. One question to the provider at a time. */
export class Tokens {
  #token: string | undefined
  #asked: Promise<string> | undefined

  constructor(
    private readonly provider: TokenProvider,
    private readonly clock: Clock,
  ) {}

  /** The token in use if it is still good, else a new one. */
  async current(): Promise<string> {
    const known = this.#token
    if (known === undefined) return this.#ask()
    const expires = expiry(known)
    return expires === null || expires > this.clock.now() + LEEWAY_MS ? known : this.#ask(known)
  }

  /** A token other than one that was refused, or whose time is nearly over. */
  async insteadOf(rejected: string): Promise<string> {
    const known = this.#token
    return known !== undefined && known !== rejected && this.#asked === undefined ? known : this.#ask(rejected)
  }

  #ask(rejected?: string): Promise<string> {
    this.#asked ??= this.provider
      .token(rejected)
      .then((token) => {
        this.#token = token
        return token
      })
      .finally(() => {
        this.#asked = undefined
      })
    return this.#asked
  }
}

/** When a JWT ends, in Unix ms; null when it is none, or never ends. The server checks it; this only reads. */
export function expiry(token: string): number | null {
  const claims = token.split('.')[1]
  if (claims === undefined) return null
  try {
    const read: unknown = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
    return isObject(read) && typeof read['exp'] === 'number' && read['exp'] > 0 ? read['exp'] * 1000 : null
  } catch {
    return null
  }
}
