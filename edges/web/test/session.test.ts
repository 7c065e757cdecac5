import { MemorySessions, MemoryStorage, openAccounts, openClient } from '@parley/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Session } from '../src/app/session.ts'
import { draft, setDraft } from '../src/drafts.ts'
import { socketsInto } from './socket.ts'
import { World } from './world.ts'

const server = 'https://chat.example.org'

// Here is one tab alone, which waits for no lock.
beforeEach(() => {
  const request = (_name: string, _options: LockOptions, task: () => unknown) => task()
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true })
})

afterEach(() => {
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
})

async function signedIn() {
  const world = new World()
  world.user('anna')
  const accounts = openAccounts(server, { sessions: new MemorySessions(), erase: async () => {}, fetch: world.fetch })
  const session = new Session(accounts, ({ userId, tokens }) =>
    openClient({
      server,
      userId,
      tokens,
      storage: new MemoryStorage(),
      shareSocket: true,
      fetch: world.fetch,
      WebSocket: socketsInto(world),
    }),
  )
  await session.login('anna', 'password-anna')
  const now = session.get()
  if (now.state !== 'open') throw new Error(now.state)
  await vi.waitFor(() => expect(now.client.connection.get().state).toBe('online'))
  return { session, client: now.client, world }
}

test('who signs out in another tab is gone from this one, and so is what he wrote', async () => {
  const { session, client } = await signedIn()
  setDraft('anna', 'c', 'a draft')
  const other = new BroadcastChannel(`parley ${server} anna 1 lobby`)
  other.postMessage({ type: 'signed-out' })
  await vi.waitFor(() => expect(session.get()).toEqual({ state: 'signed-out' }))
  other.close()
  expect(client.connection.get().state).toBe('closed')
  expect(draft('anna', 'c')).toBe('')
})

test('whom the server signs out stays, to sign in again without losing what he wrote', async () => {
  const { session, client, world } = await signedIn()
  world.refuse = () => [401, { code: 'unauthorized' }]
  world.hangUp(4401)
  await vi.waitFor(() => expect(client.connection.get()).toEqual({ state: 'signed-out' }), 10_000)
  expect(session.get().state).toBe('open')
  await client.close()
})
