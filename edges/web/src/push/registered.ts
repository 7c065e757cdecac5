import { isObject } from './words.ts'

/**
 * For which device the server has which subscription of this browser's. In a cache of its own, which pages and the worker share: a
 * worker that has to subscribe anew while no page is open knows by it what to register.
 */
const CACHE = 'parley-push'
const ADDRESS = '/registered-device'

export interface Registered {
  readonly deviceId: string
  /** The subscription's; null when an earlier version registered it. */
  readonly endpoint: string | null
}

export async function rememberRegistered(registered: Registered): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(ADDRESS, new Response(JSON.stringify(registered)))
}

export async function readRegistered(): Promise<Registered | null> {
  const stored: unknown = await (await caches.match(ADDRESS, { cacheName: CACHE }))?.json()
  if (!isObject(stored)) return null
  const { deviceId, endpoint } = stored
  if (typeof deviceId !== 'string') return null
  return { deviceId, endpoint: typeof endpoint === 'string' ? endpoint : null }
}

export async function forgetRegistered(): Promise<void> {
  await caches.delete(CACHE)
}
