import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { MemorySessions } from '../src/accounts/session-store.js'
import { type Accounts, openAccounts } from '../src/accounts.js'
import { SignedOut } from '../src/errors.js'
import { ProgramLocks } from '../src/locks.js'
import { databaseName, IndexedDbStorage } from '../src/storage/indexed-db.js'
import { AccountServer, TOKEN_MS } from './account-server.js'
import { VirtualClock } from './virtual-clock.js'

const ADDRESS = 'https://chat.example'

let clock: VirtualClock
let server: AccountServer
let sessions: MemorySessions
let locks: ProgramLocks

beforeEach(() => {
  clock = new VirtualClock()
  server = new AccountServer(clock)
  sessions = new MemorySessions()
  locks = new ProgramLocks()
})

/** One tab: what it shares with the others is what is kept, and the locks. */
function tab(): Accounts {
  return openAccounts(ADDRESS, { sessions, locks, clock, fetch: server.fetch })
}

async function passes(ms: number): Promise<void> {
  await vi.waitFor(() => expect(clock.waiting).toBeGreaterThan(0))
  clock.advance(ms)
}

describe('signing in', () => {
  it('makes an account, and is still signed in after a restart', async () => {
    const ann = await tab().register('ann', 'long enough', 'Ann')
    expect(ann.userId).toBe('ann')
    expect((await tab().restore())?.userId).toBe('ann')
    expect(server.calls).toEqual(['register'])
  })

  it('tells what the server says against it', async () => {
    await tab().register('ann', 'long enough')
    await expect(tab().register('ann', 'long enough')).rejects.toMatchObject({ code: 'conflict', status: 409 })
    await expect(tab().login('ann', 'wrong one')).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('knows nobody at first', async () => {
    expect(await tab().restore()).toBeNull()
  })
})

describe('tokens', () => {
  it('are given as long as they are good for a while, then renewed', async () => {
    const ann = await tab().register('ann', 'long enough')
    expect(await ann.tokens.token()).toBe('access 0 0')
    clock.advance(TOKEN_MS - 30_001)
    expect(await ann.tokens.token()).toBe('access 0 0')
    clock.advance(1)
    expect(await ann.tokens.token()).toBe('access 0 1')
  })

  it('are renewed when the server refuses one, whatever the clock says', async () => {
    const ann = await tab().register('ann', 'long enough')
    expect(await ann.tokens.token('access 0 0')).toBe('access 0 1')
    clock.advance(-86_400_000)
    expect(await ann.tokens.token('access 0 1')).toBe('access 0 2')
  })

  it('are renewed once for all tabs, however many want it', async () => {
    await tab().register('ann', 'long enough')
    const tabs = await Promise.all([1, 2, 3, 4].map(() => tab().restore()))
    clock.advance(TOKEN_MS)
    const tokens = await Promise.all(tabs.map((one) => one?.tokens.token()))
    expect(new Set(tokens)).toEqual(new Set(['access 0 1']))
    clock.advance(60_000)
    expect(await tabs[2]?.tokens.token('access 0 0')).toBe('access 0 1')
    expect(server.calls).toEqual(['register', 'refresh'])
  })

  it('are asked for with the same refresh token when the answer was lost', async () => {
    const ann = await tab().register('ann', 'long enough')
    clock.advance(TOKEN_MS)
    let lost = 2
    server.fault = (when) => {
      if (when === 'after' && lost-- > 0) throw new TypeError('network')
    }
    const token = ann.tokens.token()
    await passes(1_000)
    await passes(3_000)
    expect(await token).toBe('access 0 1')
    expect(server.calls).toEqual(['register', 'refresh', 'refresh', 'refresh'])
  })

  it('are kept from a network that is away: the session outlives it', async () => {
    const ann = await tab().register('ann', 'long enough')
    clock.advance(TOKEN_MS)
    server.fault = () => {
      throw new TypeError('network')
    }
    const token = ann.tokens.token()
    await Promise.all([
      expect(token).rejects.toMatchObject({ code: 'unreachable' }),
      passes(1_000).then(() => passes(3_000)),
    ])
    server.fault = () => {}
    clock.advance(3_600_000)
    expect(await ann.tokens.token()).toBe('access 0 1')
  })

  it('end when the server ended the session, in every tab', async () => {
    const ann = await tab().register('ann', 'long enough')
    const other = await tab().restore()
    for (const login of server.logins) login.ended = true
    await expect(ann.tokens.token('access 0 0')).rejects.toBeInstanceOf(SignedOut)
    await expect(other?.tokens.token('access 0 0')).rejects.toBeInstanceOf(SignedOut)
    expect(await tab().restore()).toBeNull()
    expect(server.calls).toEqual(['register', 'refresh'])
  })

  it('are not those of whoever signed in after', async () => {
    const ann = await tab().register('ann', 'long enough')
    await tab().register('bob', 'long enough')
    await expect(ann.tokens.token('access 0 0')).rejects.toBeInstanceOf(SignedOut)
    expect((await tab().restore())?.userId).toBe('bob')
  })
})

describe('signing out', () => {
  it('ends the session here and at the server', async () => {
    const accounts = tab()
    await accounts.register('ann', 'long enough')
    await accounts.logout('ann')
    expect(await accounts.restore()).toBeNull()
    expect(server.logins[0]?.ended).toBe(true)
    await accounts.logout('ann')
  })

  it('deletes what is kept of the user, also without a network', async () => {
    const name = databaseName(ADDRESS, 'ann')
    const accounts = tab()
    await accounts.register('ann', 'long enough')
    const storage = await IndexedDbStorage.open(name)
    await storage.write({ state: { user_id: 'ann', device_id: 'd', since: null } })
    server.fault = () => {
      throw new TypeError('network')
    }
    await accounts.logout('ann')
    await expect(storage.load()).rejects.toThrow()
    expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
    expect(await accounts.restore()).toBeNull()
  })

  it('deletes it also when the server had ended the session', async () => {
    const name = databaseName(ADDRESS, 'ann')
    const ann = await tab().register('ann', 'long enough')
    await (await IndexedDbStorage.open(name)).close()
    for (const login of server.logins) login.ended = true
    await expect(ann.tokens.token('access 0 0')).rejects.toBeInstanceOf(SignedOut)
    await tab().logout('ann')
    expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(name)
  })

  it('leaves alone who signed in meanwhile', async () => {
    const [ann, bob] = ['ann', 'bob'].map((user) => databaseName(ADDRESS, user))
    await tab().register('ann', 'long enough')
    await tab().register('bob', 'long enough')
    for (const name of [ann, bob]) await (await IndexedDbStorage.open(name ?? '')).close()
    await tab().logout('ann')
    expect((await tab().restore())?.userId).toBe('bob')
    expect(server.calls).not.toContain('logout')
    const kept = (await indexedDB.databases()).map((one) => one.name)
    expect(kept).toContain(bob)
    expect(kept).not.toContain(ann)
  })

  it('is not undone by a refresh that another tab has under way', async () => {
    const ann = await tab().register('ann', 'long enough')
    let answer = () => {}
    server.fault = (when, call) =>
      when === 'after' && call === 'refresh' ? new Promise<void>((resolve) => (answer = resolve)) : undefined
    const token = ann.tokens.token('access 0 0')
    await vi.waitFor(() => expect(server.calls).toContain('refresh'))
    await tab().logout('ann')
    answer()
    await expect(token).rejects.toBeInstanceOf(SignedOut)
    expect(await tab().restore()).toBeNull()
  })
})
