import { openAccounts } from '@parley/client'
import { forgetRegistered, readRegistered, rememberRegistered } from '../registered.ts'

declare const self: ServiceWorkerGlobalScope

/**
 * The browser has ended its subscription, or changed it. Another is made and registered for whoever is signed in; where that
 * cannot be done now, the next page that is opened sees it and does.
 */
export async function resubscribe(before: PushSubscription | null, after: PushSubscription | null): Promise<void> {
  const registered = await readRegistered()
  const account = await openAccounts(self.location.origin).restore()
  if (registered === null || account === null) {
    await forgetRegistered()
    return
  }
  const subscription = after ?? (await subscribeLike(before))
  if (subscription === null) return
  const { deviceId } = registered
  const answer = await fetch(`/api/devices/${encodeURIComponent(deviceId)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await account.tokens.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ platform: 'webpush', push_token: subscription.toJSON() }),
  })
  if (answer.ok) await rememberRegistered({ deviceId, endpoint: subscription.endpoint })
}

async function subscribeLike(before: PushSubscription | null): Promise<PushSubscription | null> {
  const key = before?.options.applicationServerKey
  if (!key) return null
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}
