import { wordOf } from '../words.ts'
import { resubscribe } from './resubscribe.ts'
import { answer, dropOthers, keep } from './shell.ts'
import { opened, wake } from './waking.ts'

declare const self: ServiceWorkerGlobalScope

interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null
  readonly newSubscription?: PushSubscription | null
}

self.addEventListener('install', (event) => event.waitUntil(keep()))

// The first one takes the page that is open already, so that it starts without a network from now on.
self.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())))

self.addEventListener('fetch', (event) => {
  const response = answer(event.request)
  if (response !== null) event.respondWith(response)
})

self.addEventListener('message', (event) => {
  if (wordOf(event.data)?.type === 'take-over') event.waitUntil(self.skipWaiting())
})

/** One push after the other: what one takes away, another that had looked before would show again. */
let waking: Promise<void> = Promise.resolve()

self.addEventListener('push', (event) => {
  const data = dataOf(event)
  waking = waking.catch(() => undefined).then(() => wake(data))
  event.waitUntil(waking)
})

self.addEventListener('notificationclick', (event) => event.waitUntil(opened(event.notification)))

self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription, newSubscription }: SubscriptionChange = event
  event.waitUntil(resubscribe(oldSubscription ?? null, newSubscription ?? null))
})

function dataOf(event: PushEvent): unknown {
  try {
    return event.data?.json()
  } catch {
    return null
  }
}
