import { IndexedDbSessions } from './accounts/indexed-db-sessions.js'
import { MemorySessions, type SessionStore, type StoredSession } from './accounts/session-store.js'
import type { TokenProvider } from './client.js'
import { ParleyError, passes, SignedOut } from './errors.js'
import { type Clock, systemClock } from './host.js'
import { browserLocks, type Locks, ProgramLocks } from './locks.js'
import { request } from './rest/calls.js'
import { type Guard, shape } from './rest/shapes.js'
import { databaseName, IndexedDbStorage } from './storage/indexed-db.js'
import { browserChannel } from './tabs/channel.js'
import { type LobbyMessage, named } from './tabs/messages.js'

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
  /** @throws ParleyError what the server says against it, such as `conflict` when the name is taken */
  register(username: string, password: string, displayName?: string): Promise<Account>
  /** @throws ParleyError `unauthorized` when they do not match */
  login(username: string, password: string): Promise<Account>
  /**
   * Deletes what is kept here of a user, messages and outbox included, also when the server cannot be reached or has ended the
   * session before. Of somebody else who signed in meanwhile, nothing is touched.
   */
  logout(userId: string): Promise<void>
}

export interface AccountsOptions {
  /** Where logins are kept. Default: IndexedDB where there is one, else memory. */
  readonly sessions?: SessionStore
  /** Deletes what is kept of a user who signs out. Default: his database in IndexedDB. */
  readonly erase?: (userId: string) => Promise<void>
  readonly fetch?: typeof fetch
  readonly clock?: Clock
  readonly locks?: Locks
}

/** A token that ends sooner is not given any more. */
const GOOD_FOR_MS = 30_000

/** A refresh is asked again after these, as long as no answer comes: the server gives a lost one for 30 s. */
const RETRIES_MS = [1_000, 3_000]

/** So that the retries, too, are within those 30 s. */
const REFRESH_TIMEOUT_MS = 8_000

/** @param server the address of the server, such as `https://chat.example.org` */
export function openAccounts(server: string, options: AccountsOptions = {}): Accounts {
  return new KeptAccounts(new URL(server).origin, options)
}

interface Grant {
  readonly user_id: string
  readonly access_token: string
  readonly refresh_token: string
  /** In seconds. */
  readonly expires_in: number
}

const isGrant: Guard<Grant> = shape<Grant>({
  user_id: 'string',
  access_token: 'string',
  refresh_token: 'string',
  expires_in: 'number',
})

class KeptAccounts implements Accounts {
  readonly #sessions: Promise<SessionStore>
  readonly #clock: Clock
  readonly #locks: Locks
  readonly #fetch: typeof fetch
  readonly #erase: (userId: string) => Promise<void>

  constructor(
    private readonly server: string,
    options: AccountsOptions,
  ) {
    this.#sessions = options.sessions === undefined ? sessionsOf(server) : Promise.resolve(options.sessions)
    this.#clock = options.clock ?? systemClock
    this.#locks = options.locks ?? browserLocks() ?? new ProgramLocks()
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init))
    this.#erase = options.erase ?? ((userId) => erase(server, userId))
  }

  async restore(): Promise<Account | null> {
    const session = await (await this.#sessions).read()
    return session === null ? null : this.#account(session)
  }

  async register(username: string, password: string, displayName?: string): Promise<Account> {
    const named = displayName === undefined ? {} : { display_name: displayName }
    return this.#enter(await this.#granted('register', { username, password, ...named }))
  }

  async login(username: string, password: string): Promise<Account> {
    return this.#enter(await this.#granted('login', { username, password }))
  }

  async logout(userId: string): Promise<void> {
    // First of all, so that no tab goes on with it; a refresh that is under way in one is not written any more.
    const session = await this.#taken(userId)
    const told = session && this.#post('logout', { refresh_token: session.refresh_token }).catch(() => {})
    await this.#erase(userId)
    await told
  }

  /** The session of a user, which is kept no more; null when the kept one is none of his. */
  async #taken(userId: string): Promise<StoredSession | null> {
    const sessions = await this.#sessions
    for (;;) {
      const kept = await sessions.read()
      if (kept?.user_id !== userId) return null
      if (await sessions.write(null, kept.refresh_token)) return kept
    }
  }

  async #enter(session: StoredSession): Promise<Account> {
    await (await this.#sessions).write(session)
    return this.#account(session)
  }

  #account(session: StoredSession): Account {
    let known = session
    const token = async (rejected?: string): Promise<string> => {
      if (!this.#isGood(known, rejected)) known = await this.#renewed(session.user_id, rejected)
      return known.access_token
    }
    return { userId: session.user_id, tokens: { token } }
  }

  /** A session that is good for a while: one at a time over all tabs, where those that waited take what the first got. */
  #renewed(userId: string, rejected?: string): Promise<StoredSession> {
    return this.#locks.hold(`parley refresh ${this.server}`, async () => {
      const sessions = await this.#sessions
      for (;;) {
        const kept = await sessions.read()
        if (kept?.user_id !== userId) throw new SignedOut('nobody is signed in here any more')
        if (this.#isGood(kept, rejected)) return kept
        const fresh = await this.#refreshed(kept.refresh_token)
        if ((await sessions.write(fresh, kept.refresh_token)) && fresh !== null) return fresh
      }
    })
  }

  /** @returns null when the server has ended the session */
  async #refreshed(refreshToken: string): Promise<StoredSession | null> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.#granted('refresh', { refresh_token: refreshToken }, REFRESH_TIMEOUT_MS)
      } catch (cause) {
        const code = cause instanceof ParleyError ? cause.code : ''
        if (code === 'unauthorized') return null
        const wait = RETRIES_MS[failures]
        if (wait === undefined || !(code === 'unreachable' || passes(code))) throw cause
        await new Promise<void>((resolve) => this.#clock.later(wait, resolve))
      }
    }
  }

  #isGood(session: StoredSession, rejected?: string): boolean {
    return session.access_token !== rejected && session.expires_at > this.#clock.now() + GOOD_FOR_MS
  }

  async #granted(call: string, body: object, timeoutMs?: number): Promise<StoredSession> {
    const asked = this.#clock.now()
    const grant = await this.#post(call, body, timeoutMs)
    if (!isGrant(grant)) throw new ParleyError('unreachable', 'the answer is none of a Parley server')
    const { user_id, access_token, refresh_token, expires_in } = grant
    return { user_id, access_token, refresh_token, expires_at: asked + expires_in * 1000 }
  }

  async #post(call: string, body: object, timeoutMs?: number): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await request(this.#fetch, `${this.server}/api/auth/${call}`, init, timeoutMs)).body
  }
}

async function sessionsOf(server: string): Promise<SessionStore> {
  try {
    return await IndexedDbSessions.open(server)
  } catch {
    // None in this environment, or not in a private window: the login ends with the page.
    return new MemorySessions()
  }
}

async function erase(server: string, userId: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return
  const name = databaseName(server, userId)
  if (typeof BroadcastChannel !== 'undefined') {
    const lobby = browserChannel<LobbyMessage, LobbyMessage>(named(name, 'lobby'))
    lobby.post({ type: 'signed-out' })
    lobby.close()
  }
  await IndexedDbStorage.delete(name)
}
