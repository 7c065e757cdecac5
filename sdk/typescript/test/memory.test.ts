import { MemoryStorage } from '../src/storage/memory.js'
import { storageContract } from './storage-contract.js'

const places = new Map<string, MemoryStorage>()

storageContract('memory', async (place) => {
  const storage = new MemoryStorage(places.get(place))
  places.set(place, storage)
  return storage
})
