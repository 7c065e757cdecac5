import 'fake-indexeddb/auto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IndexedDbSessions } from '../src/accounts/indexed-db-sessions.js'
import { MemorySessions, type SessionStore, type StoredSession } from '../src/accounts/session-store.js'
import { FileSessions } from '../src/node/file-sessions.js'

function session(n: number): StoredSession {
  return { user_id: 'ann', access_token: `a${n}`, refresh_token: `r${n}`, expires_at: n }
}

const directory = await mkdtemp(join(tmpdir(), 'parley-'))
const stores: [string, () => Promise<SessionStore>][] = [
  ['memory', async () => new MemorySessions()],
  ['IndexedDB', () => IndexedDbSessions.open('https://a.example')],
  ['file', async () => new FileSessions(join(directory, 'session'))],
]

describe.each(stores)('sessions: %s', (_, open) => {
  it('keeps one, and replaces only what is expected', async () => {
    const store = await open()
    expect(await store.read()).toBeNull()
    expect(await store.write(session(1), 'r0')).toBe(false)
    expect(await store.write(session(1))).toBe(true)
    expect(await store.write(session(2), 'r1')).toBe(true)
    expect(await store.write(session(3), 'r1')).toBe(false)
    expect(await store.read()).toEqual(session(2))
    expect(await store.write(null, 'r1')).toBe(false)
    expect(await store.write(null)).toBe(true)
    expect(await store.read()).toBeNull()
  })
})

it('keeps servers apart', async () => {
  const a = await IndexedDbSessions.open('https://a.example')
  const b = await IndexedDbSessions.open('https://b.example')
  await a.write(session(1))
  expect(await b.read()).toBeNull()
})

it('outlives the program in a file', async () => {
  const path = join(directory, 'kept')
  await new FileSessions(path).write(session(1))
  expect(await new FileSessions(path).read()).toEqual(session(1))
  await rm(directory, { recursive: true })
})
