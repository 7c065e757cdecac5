/** What a login left here: secrets. */
export interface StoredSession {
  readonly user_id: string
  readonly access_token: string
  readonly refresh_token: string
  /** When the access token ends, by this device's clock, Unix ms. */
  readonly expires_at: number
}

/** Keeps who is signed in at one server. All tabs of an origin share what is kept. */
export interface SessionStore {
  read(): Promise<StoredSession | null>

  /**
   * Replaces what is kept, in one step.
   *
   * @param insteadOf the refresh token that has to be the kept one, else nothing is written: somebody else signed in or out
   * @returns whether it was written
   */
  write(session: StoredSession | null, insteadOf?: string): Promise<boolean>
}

/** Forgets with the program. */
export class MemorySessions implements SessionStore {
  #session: StoredSession | null = null

  async read(): Promise<StoredSession | null> {
    return this.#session
  }

  async write(session: StoredSession | null, insteadOf?: string): Promise<boolean> {
    if (insteadOf !== undefined && this.#session?.refresh_token !== insteadOf) return false
    this.#session = session
    return true
  }
}
