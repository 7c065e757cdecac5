import { MemoryStorage, openClient, type ParleyClient } from '@parley/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { socketsInto } from '../../test/socket.ts'
import { World } from '../../test/world.ts'
import { enablePush, pushHere } from './push.ts'

/** The browser's side, as far as the client uses it. */
class Browser {
  endpoint: string | null = null
  shown = ['Ben: Hello']
  readonly #caches = new Map<string, Map<string, Response>>()

  readonly caches = {
    open: async (name: string) => {
      const cache = this.#caches.get(name) ?? new Map<string, Response>()
      this.#caches.set(name, cache)
      return { put: async (address: string, response: Response) => void cache.set(address, response) }
    },
    match: async (address: string, { cacheName }: { readonly cacheName: string }) =>
      this.#caches.get(cacheName)?.get(address)?.clone(),
    delete: async (name: string) => this.#caches.delete(name),
  }

  readonly #subscription = () =>
    this.endpoint === null
      ? null
      : {
          endpoint: this.endpoint,
          options: { applicationServerKey: Uint8Array.of(4, 255).buffer },
          toJSON: () => ({ endpoint: this.endpoint }),
          unsubscribe: async () => {
            this.endpoint = null
          },
        }

  readonly registration = {
    getNotifications: async () => this.shown.map(() => ({ close: () => this.shown.pop() })),
    pushManager: {
      getSubscription: async () => this.#subscription(),
      subscribe: async () => {
        this.endpoint = 'https://push.example.com/1'
        return this.#subscription()
      },
    },
  }
}

let browser: Browser
let world: World
const clients: ParleyClient[] = []

beforeEach(() => {
  browser = new Browser()
  world = new World()
  world.refuse = (method, path) => {
    if (path === '/api/push') return [200, { vapid_public_key: 'BP8', platforms: [] }]
    if (method === 'DELETE' || !path.startsWith('/api/devices/')) return undefined
    return [200, { device_id: path.slice(13), last_seen: 1, push: { state: 'registered' } }]
  }
  vi.stubGlobal('caches', browser.caches)
  vi.stubGlobal('PushManager', class {})
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' })
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: async () => browser.registration },
  })
})

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  Reflect.deleteProperty(navigator, 'serviceWorker')
  vi.unstubAllGlobals()
})

async function open(userId: string): Promise<ParleyClient> {
  const client = await openClient({
    server: 'https://chat.example.org',
    userId: world.user(userId),
    deviceId: `of-${userId}`,
    tokens: { token: async () => `for ${userId}` },
    storage: new MemoryStorage(),
    shareSocket: false,
    fetch: world.fetch,
    WebSocket: socketsInto(world),
  })
  clients.push(client)
  return client
}

const registrations = () => world.asked.filter((call) => call.startsWith('PUT /api/devices/'))

test('a subscription that the browser has changed meanwhile is registered, and one the server has is not', async () => {
  const anna = await open('anna')
  expect(await enablePush(anna)).toBe('on')
  expect(await pushHere(anna)).toBe('on')
  expect(registrations()).toEqual(['PUT /api/devices/of-anna'])
  browser.endpoint = 'https://push.example.com/2'
  expect(await pushHere(anna)).toBe('on')
  expect(await pushHere(anna)).toBe('on')
  expect(registrations()).toEqual(['PUT /api/devices/of-anna', 'PUT /api/devices/of-anna'])
})

test('whoever signs in after another is not woken unasked, nor sees what was for the other', async () => {
  await enablePush(await open('anna'))
  const ben = await open('ben')
  // Also without a network.
  world.reachable = false
  await expect(pushHere(ben)).rejects.toThrow()
  expect([browser.endpoint, browser.shown]).toEqual([null, []])
  world.reachable = true
  expect(await pushHere(ben)).toBe('off')
  expect(registrations()).toEqual(['PUT /api/devices/of-anna'])
})
