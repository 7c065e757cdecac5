import type { ParleyClient, Readable } from '@parley/client'
import { currentRoute, navigate } from '../app/route.ts'
import type { SessionState } from '../app/session.ts'
import { endPush, pushHere } from './push.ts'
import { wordOf } from './words.ts'

/** Answers the worker: whether a conversation is being read, and that one is to be shown. */
export function answerWorker(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent) => {
    const word = wordOf(data)
    if (word?.type === 'showing') ports[0]?.postMessage(isReading(word.conversation_id))
    else if (word?.type === 'open') navigate({ conversationId: word.conversation_id })
  })
  navigator.serviceWorker.startMessages()
  for (const event of ['hashchange', 'focus']) window.addEventListener(event, () => void takeAwayRead())
}

/** Follows who is signed in: the subscription is his, and so is the number on the app's icon. */
export function followSession(session: Readable<SessionState>): void {
  let end: (() => void) | null = null
  session.subscribe(() => {
    const now = session.get()
    end?.()
    end = now.state === 'open' ? keepPush(now.client) : null
    if (now.state === 'signed-out' && now.again === undefined) leavePush()
  })
}

function keepPush(client: ParleyClient): () => void {
  if ('Notification' in window && Notification.permission === 'granted') {
    // Without a network nothing can be mended; the next start does.
    pushHere(client).catch(() => undefined)
  }
  const count = () => {
    const unread = client.conversations.get().reduce((sum, conversation) => sum + conversation.unread, 0)
    // Of a page that is no installed app, browsers refuse it.
    navigator.setAppBadge?.(unread).catch(() => undefined)
  }
  count()
  return client.conversations.subscribe(count)
}

function leavePush(): void {
  endPush().catch(() => undefined)
  navigator.clearAppBadge?.().catch(() => undefined)
}

const isReading = (conversationId: string): boolean =>
  document.visibilityState === 'visible' && document.hasFocus() && currentRoute().conversationId === conversationId

/** Of what one reads here, the server tells the other devices alone. */
async function takeAwayRead(): Promise<void> {
  const { conversationId } = currentRoute()
  if (conversationId === undefined || !isReading(conversationId)) return
  const registration = await navigator.serviceWorker.getRegistration()
  for (const shown of (await registration?.getNotifications({ tag: conversationId })) ?? []) shown.close()
}
