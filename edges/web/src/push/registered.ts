import { isObject } from './words.ts'

/**
 * For which device the server has this browser's subscription. In a cache of its own, which pages and the worker share: a
 * worker that has to subscribe anew while no page is open knows by it what to register.
 */
const CACHE = 'parley-push'
const ADDRESS = '/registered-device'

export async function rememberRegistered(deviceId: string): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(ADDRESS, new Response(JSON.stringify({ deviceId })))
}

export async function registeredDevice(): Promise<string | null> {
  const stored: unknown = await (await caches.match(ADDRESS, { cacheName: CACHE }))?.json()
  return isObject(stored) && typeof stored['deviceId'] === 'string' ? stored['deviceId'] : null
}

export async function forgetRegistered(): Promise<void> {
  await caches.delete(CACHE)
}
