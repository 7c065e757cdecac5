import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
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

it('keeps the users of a server apart, and the servers, however their addresses are written', () => {
  expect(databaseName('https://a.example/', 'ann')).toBe(databaseName('https://A.example', 'ann'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('https://a.example', 'bob'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('http://a.example', 'ann'))
})
