import type { ParleyClient } from '@parley/client'
import { bytesOf, isSameKey } from './keys.ts'
import { forgetRegistered, readRegistered, rememberRegistered } from './registered.ts'

/** Whether this browser is woken, or why it cannot be. */
export type PushHereState = 'on' | 'off' | 'denied' | 'unsupported' | 'not-offered'

/**
 * How it stands. What has come apart is mended on the way: a subscription that the server has lost or never had, or that
 * was made with another key of the server's, is registered or made anew.
 */
export async function pushHere(client: ParleyClient): Promise<PushHereState> {
  const worker = await workerOf()
  if (worker === null) return 'unsupported'
  const registered = await readRegistered()
  // Of somebody whose session the server ended: another who signs in is not woken unasked, nor sees what was for him.
  if (registered !== null && registered.deviceId !== client.deviceId) await endPush()
  const key = await keyOf(client)
  if (key === null) return 'not-offered'
  if (Notification.permission === 'denied') return 'denied'
  const subscription = await worker.pushManager.getSubscription()
  if (subscription === null || Notification.permission !== 'granted') return 'off'
  if (!isSameKey(subscription.options.applicationServerKey, key)) return subscribe(client, worker, key)
  const device = await client.api.device(client.deviceId).catch(() => null)
  // The browser may have changed it while no page was open, and the worker not have reached the server.
  const isKnown = registered?.endpoint === subscription.endpoint
  if (device?.push.state !== 'registered' || !isKnown) await register(client, subscription)
  return 'on'
}

/** Asks the reader, if he was not asked yet. */
export async function enablePush(client: ParleyClient): Promise<PushHereState> {
  const worker = await workerOf()
  if (worker === null) return 'unsupported'
  // Asked before anything is awaited that takes long: browsers want it to come of a click.
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off'
  const key = await keyOf(client)
  return key === null ? 'not-offered' : subscribe(client, worker, key)
}

/** The server learns of it from the push service, which knows the subscription no more. */
export async function disablePush(client: ParleyClient): Promise<PushHereState> {
  await endPush()
  return pushHere(client)
}

/** Also when one signs out: whoever signs in next is not told of the one before. */
export async function endPush(): Promise<void> {
  const worker = await workerOf()
  const subscription = await worker?.pushManager.getSubscription()
  await subscription?.unsubscribe()
  await forgetRegistered()
  for (const shown of (await worker?.getNotifications()) ?? []) shown.close()
}

async function subscribe(client: ParleyClient, worker: ServiceWorkerRegistration, key: Uint8Array<ArrayBuffer>) {
  const { pushManager } = worker
  // A browser keeps one subscription, and refuses another key beside it.
  await (await pushManager.getSubscription())?.unsubscribe()
  await register(client, await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
  return 'on' as const
}

async function register(client: ParleyClient, subscription: PushSubscription): Promise<void> {
  await client.api.registerDevice(client.deviceId, 'webpush', subscription.toJSON())
  await rememberRegistered({ deviceId: client.deviceId, endpoint: subscription.endpoint })
}

async function keyOf(client: ParleyClient): Promise<Uint8Array<ArrayBuffer> | null> {
  const { vapid_public_key: key } = await client.api.push()
  return key === null ? null : bytesOf(key)
}

async function workerOf(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return null
  return (await navigator.serviceWorker.getRegistration()) ?? null
}
