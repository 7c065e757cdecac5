import type { TokenProvider } from './client.js'

/** Somebody who is signed in on this device with the server's own accounts. */
export interface Account {
  readonly userId: string
  /** Renews by itself, and once for all tabs: a refresh token is good for one use. */
  readonly tokens: TokenProvider
}

/** Sign-up, sign-in and sign-out. What it keeps is in the storage of this origin alone. */
export interface Accounts {
  /** Who was signed in here before, without asking the server. */
  restore(): Promise<Account | null>
  register(username: string, password: string, displayName?: string): Promise<Account>
  login(username: string, password: string): Promise<Account>
  /** Also ends when the server cannot be reached: what is kept here is deleted, messages and outbox included. */
  logout(): Promise<void>
}
