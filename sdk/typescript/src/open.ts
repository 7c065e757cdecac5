import type { ClientOptions, ParleyClient } from './client.js'
import { Engine } from './engine/engine.js'
import type { EngineLink } from './engine/link.js'
import { type Clock, type SocketConstructor, systemClock, systemNetwork } from './host.js'
import { uuid } from './ids.js'
import { browserLocks, type Locks } from './locks.js'
import { ParleyApi } from './rest/api.js'
import { Calls } from './rest/calls.js'
import { Tokens } from './rest/tokens.js'
import { databaseName, IndexedDbStorage } from './storage/indexed-db.js'
import { MemoryStorage } from './storage/memory.js'
import type { ClientStorage, StoredClient } from './storage/storage.js'
import { browserChannel } from './tabs/channel.js'
import { browserPage } from './tabs/page.js'
import { SharedEngine } from './tabs/shared-engine.js'
import type { StaySettings } from './tabs/stay.js'
import { View } from './view/view.js'

/**
 * Opens the client of one user on this device: shows at once what is kept, and connects.
 *
 * @throws Error when the storage cannot be read, or there is no WebSocket here and none was given
 */
export async function openClient(options: ClientOptions): Promise<ParleyClient> {
  const { userId } = options
  const server = options.server.replace(/\/+$/, '')
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const tokens = new Tokens(options.tokens, clock)
  const fetcher = options.fetch ?? ((input, init) => fetch(input, init))
  const api = new ParleyApi(new Calls(server, tokens, fetcher))
  const start = async (storage: ClientStorage): Promise<EngineLink> => {
    const socket = options.WebSocket ?? globalSocket()
    const stored = await storedOf(userId, storage)
    const deviceId = options.deviceId ?? stored.state?.device_id ?? uuid(clock.now(), random)
    const network = options.network ?? systemNetwork
    const settings = { server, userId, deviceId, tokens, clock, random, network, socket, storage, api }
    const engine = new Engine(settings, stored)
    engine.start()
    return engine
  }
  return View.open(userId, api, await linkOf(options, databaseName(server, userId), clock, start))
}

/** An engine of this program's own, or the one that all tabs share. */
async function linkOf(
  options: ClientOptions,
  name: string,
  clock: Clock,
  start: (storage: ClientStorage) => Promise<EngineLink>,
): Promise<EngineLink> {
  const { storage } = options
  const locks = tabLocks()
  const isShared = locks !== null && (options.shareSocket ?? storage === undefined)
  if (storage !== undefined) {
    const startThere = () => start(storage)
    return isShared ? shared(name, locks, clock, startThere) : startThere()
  }
  const own = await ownStorage(name)
  if (own === null) return start(new MemoryStorage())
  if (!isShared) return closing(await start(own), own)
  // Only who leads has it open.
  await own.close()
  return shared(name, locks, clock, async (over) => {
    const taken = await IndexedDbStorage.open(name, uuid(Date.now(), Math.random), over)
    return closing(await start(taken), taken)
  })
}

function shared(name: string, locks: Locks, clock: Clock, start: StaySettings['start']): EngineLink {
  const tab = uuid(Date.now(), Math.random)
  return new SharedEngine({ name, tab, locks, open: browserChannel, clock, page: browserPage, start })
}

/** Where the tabs of a browser can find each other; null elsewhere. */
function tabLocks(): Locks | null {
  const isBrowser = typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined'
  return isBrowser ? browserLocks() : null
}

/** An engine that takes its storage with it. */
function closing(engine: EngineLink, storage: ClientStorage): EngineLink {
  return {
    attach: (listener) => engine.attach(listener),
    close: async () => {
      await engine.close()
      await storage.close()
    },
  }
}

/** In the browser's database; null without one, or where it gives none. */
async function ownStorage(name: string): Promise<ClientStorage | null> {
  if (typeof indexedDB === 'undefined') return null
  try {
    return await IndexedDbStorage.open(name)
  } catch {
    return null
  }
}

/** What is kept of a user. What is kept of somebody else goes. */
async function storedOf(userId: string, storage: ClientStorage): Promise<StoredClient> {
  const stored = await storage.load()
  if (stored.state === null || stored.state.user_id === userId) return stored
  await storage.clear()
  return storage.load()
}

function globalSocket(): SocketConstructor {
  if (typeof WebSocket === 'undefined') throw new Error('there is no WebSocket here: give one as an option')
  return WebSocket
}
