import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { expect, it, vi } from 'vitest'
import { TakenOver } from '../src/errors.js'
import { databaseName, IndexedDbStorage } from '../src/storage/indexed-db.js'
import { storageContract } from './storage-contract.js'

storageContract('IndexedDB', (place) => IndexedDbStorage.open(place))

it('lets go of a database that another tab deletes, and writes no more', async () => {
  const storage = await IndexedDbStorage.open('deleted')
  await storage.write({ state: { user_id: 'ann', device_id: 'd', since: null } })
  await IndexedDbStorage.delete('deleted')
  await expect(storage.write({})).rejects.toThrow('another tab')
  const next = await IndexedDbStorage.open('deleted')
  expect((await next.load()).state).toBeNull()
})

storageContract('IndexedDB with one writer', (place) => IndexedDbStorage.open(place, 'me'))

it('refuses what is written by who had the database before', async () => {
  const first = await IndexedDbStorage.open('handed over', 'first')
  await first.write({ state: { user_id: 'ann', device_id: 'd', since: '1' } })
  const second = await IndexedDbStorage.open('handed over', 'second')
  const late = [
    first.write({ state: { user_id: 'ann', device_id: 'd', since: '2' } }),
    first.write({ people: [{ user_id: 'bob', display_name: 'Bob' }] }),
  ]
  for (const one of late) await expect(one).rejects.toBeInstanceOf(TakenOver)
  expect(await second.load()).toMatchObject({ state: { since: '1' }, people: [] })
  await second.clear()
  await second.write({ state: { user_id: 'ann', device_id: 'd', since: '3' } })
  expect(await second.load()).toMatchObject({ state: { since: '3' } })
})

it('says that it is over when another tab deletes the database, or has a newer schema for it', async () => {
  const over = vi.fn()
  await IndexedDbStorage.open('over', 'me', over)
  await IndexedDbStorage.delete('over')
  expect(over).toHaveBeenCalledTimes(1)
  await IndexedDbStorage.open('over', 'me', over)
  await new Promise((done) => {
    indexedDB.open('over', 99).onsuccess = done
  })
  expect(over).toHaveBeenCalledTimes(2)
})

it('says that it is over when the browser closes the database', async () => {
  const opened = vi.spyOn(indexedDB, 'open')
  const over = vi.fn()
  const storage = await IndexedDbStorage.open('closed', 'me', over)
  const request: IDBOpenDBRequest = opened.mock.results[0]?.value
  forceCloseDatabase(Object(request.result))
  await vi.waitFor(() => expect(over).toHaveBeenCalledTimes(1))
  await expect(storage.write({})).rejects.toThrow('the browser closed')
  opened.mockRestore()
})

it('keeps the users of a server apart, and the servers, however their addresses are written', () => {
  expect(databaseName('https://a.example/', 'ann')).toBe(databaseName('https://A.example', 'ann'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('https://a.example', 'bob'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('http://a.example', 'ann'))
})
