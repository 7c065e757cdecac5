import type { ClientOptions, ParleyClient } from './client.js'
import { Engine } from './engine/engine.js'
import type { EngineLink } from './engine/link.js'
import { type SocketConstructor, systemClock, systemNetwork } from './host.js'
import { uuid } from './ids.js'
import { ParleyApi } from './rest/api.js'
import { Calls } from './rest/calls.js'
import { Tokens } from './rest/tokens.js'
import { databaseName, IndexedDbStorage } from './storage/indexed-db.js'
import { MemoryStorage } from './storage/memory.js'
import type { ClientStorage } from './storage/storage.js'
import { View } from './view/view.js'

/**
 * Opens the client of one user on this device: shows at once what is kept, and connects.
 *
 * @throws Error when the storage cannot be read, or there is no WebSocket here and none was given
 */
export async function openClient(options: ClientOptions): Promise<ParleyClient> {
  const server = options.server.replace(/\/+$/, '')
  const own = options.storage === undefined ? await ownStorage(server, options.userId) : undefined
  const storage = options.storage ?? own ?? new MemoryStorage()
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const socket = options.WebSocket ?? globalSocket()
  let stored = await storage.load()
  if (stored.state !== null && stored.state.user_id !== options.userId) {
    await storage.clear()
    stored = await storage.load()
  }
  const tokens = new Tokens(options.tokens, clock)
  const fetcher = options.fetch ?? ((input, init) => fetch(input, init))
  const api = new ParleyApi(new Calls(server, tokens, fetcher))
  const engine = new Engine(
    {
      server,
      userId: options.userId,
      deviceId: options.deviceId ?? stored.state?.device_id ?? uuid(clock.now(), random),
      tokens,
      clock,
      random,
      network: options.network ?? systemNetwork,
      socket,
      storage,
      api,
    },
    stored,
  )
  const link: EngineLink = {
    attach: (listener) => engine.attach(listener),
    close: async () => {
      await engine.close()
      await own?.close()
    },
  }
  const client = View.open(options.userId, api, link)
  engine.start()
  return client
}

/** In the browser's database; without one, or where it gives none, as long as the program runs. */
async function ownStorage(server: string, userId: string): Promise<ClientStorage> {
  if (typeof indexedDB === 'undefined') return new MemoryStorage()
  try {
    return await IndexedDbStorage.open(databaseName(server, userId))
  } catch {
    return new MemoryStorage()
  }
}

function globalSocket(): SocketConstructor {
  if (typeof WebSocket === 'undefined') throw new Error('there is no WebSocket here: give one as an option')
  return WebSocket
}
