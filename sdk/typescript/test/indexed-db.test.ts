import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
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

it('keeps the users of a server apart, and the servers, however their addresses are written', () => {
  expect(databaseName('https://a.example/', 'ann')).toBe(databaseName('https://A.example', 'ann'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('https://a.example', 'bob'))
  expect(databaseName('https://a.example', 'ann')).not.toBe(databaseName('http://a.example', 'ann'))
})
