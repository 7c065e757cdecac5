import type { Account, Accounts, ParleyClient, Readable } from '@parley/client'
import { forgetDrafts } from '../drafts.ts'

/** Who is signed in here, from the start of the page to its end. */
export type SessionState =
  | { readonly state: 'restoring' }
  /** `again`: who was signed in until the server ended it, and what he wrote is still here, until somebody else signs in. */
  | { readonly state: 'signed-out'; readonly again?: string }
  | { readonly state: 'open'; readonly client: ParleyClient }
  /** What is kept here cannot be read. */
  | { readonly state: 'broken'; readonly cause: unknown }

export class Session implements Readable<SessionState> {
  #state: SessionState = { state: 'restoring' }
  readonly #listeners = new Set<() => void>()

  constructor(
    private readonly accounts: Accounts,
    private readonly open: (account: Account) => Promise<ParleyClient>,
  ) {}

  get = (): SessionState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** From what is kept on this device; no network is asked, so it works without one. */
  async restore(): Promise<void> {
    this.#become({ state: 'restoring' })
    try {
      const account = await this.accounts.restore()
      if (account === null) this.#become({ state: 'signed-out' })
      else await this.#enter(account)
    } catch (cause) {
      this.#become({ state: 'broken', cause })
    }
  }

  /** @throws ParleyError what the server says against it */
  async login(username: string, password: string): Promise<void> {
    await this.#enter(await this.accounts.login(username, password))
  }

  /** @throws ParleyError what the server says against it */
  async register(username: string, password: string, displayName?: string): Promise<void> {
    await this.#enter(await this.accounts.register(username, password, displayName))
  }

  /** Ends the session; what is kept here is deleted, also when the server cannot be reached. */
  async logout(): Promise<void> {
    if (this.#state.state !== 'open') return
    const { userId } = this.#state.client
    await this.#leave()
    try {
      await this.#erase(userId)
    } finally {
      this.#become({ state: 'signed-out' })
    }
  }

  /** The server ended the session: one signs in again, and what was not sent is sent then. */
  async signInAgain(): Promise<void> {
    const again = this.#state.state === 'open' ? this.#state.client.userId : undefined
    await this.#leave()
    this.#become(again === undefined ? { state: 'signed-out' } : { state: 'signed-out', again })
  }

  async #enter(account: Account): Promise<void> {
    const before = this.#state.state === 'signed-out' ? this.#state.again : undefined
    // Somebody else came instead: who was asked for does not come back to what he left, and nobody is to find it.
    if (before !== undefined && before !== account.userId) await this.#erase(before)
    const client = await this.open(account)
    this.#become({ state: 'open', client })
    client.connection.subscribe(() => void this.#left(client))
  }

  /** He signed out in another tab: whoever sits here next sees nothing of his. */
  async #left(client: ParleyClient): Promise<void> {
    const connection = client.connection.get()
    const isHere = this.#state.state === 'open' && this.#state.client === client
    if (!isHere || connection.state !== 'signed-out' || connection.erased !== true) return
    await this.#leave()
    // Those that came back while it closed: of what could not be sent any more.
    forgetDrafts(client.userId)
    this.#become({ state: 'signed-out' })
  }

  async #erase(userId: string): Promise<void> {
    forgetDrafts(userId)
    await this.accounts.logout(userId)
  }

  async #leave(): Promise<void> {
    if (this.#state.state !== 'open') return
    const { client } = this.#state
    this.#become({ state: 'restoring' })
    await client.close()
  }

  #become(state: SessionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
