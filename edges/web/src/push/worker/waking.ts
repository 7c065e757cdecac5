import { type AreYouShowing, isObject } from '../words.ts'
import { notificationOf, plainNotification, type Shown } from './notification.ts'
import { wakeOf } from './wake.ts'
import { wordsIn } from './words.ts'

declare const self: ServiceWorkerGlobalScope

/** A page that does not answer so long is busy, or of a version that does not know the question. */
const ANSWER_MS = 300

/** Does what the server woke this browser for. Browsers want each push to show something, or a page to be in view. */
export async function wake(data: unknown): Promise<void> {
  const { language } = self.navigator
  const wakeUp = wakeOf(data)
  switch (wakeUp?.type) {
    case 'show':
      await setBadge(wakeUp.badge)
      if (!(await isBeingRead(wakeUp.conversation_id))) await show(notificationOf(wakeUp, language), true)
      break
    case 'clear':
      await setBadge(wakeUp.badge)
      await clear(wakeUp.conversation_id)
      break
    case 'test':
      await show(plainNotification(wordsIn(language).test), true)
      break
    default:
      await show(plainNotification(wordsIn(language).something), false)
  }
}

/** `renotify`, which makes one that takes another's place be heard, is not in the library of types. */
async function show({ title, options }: Shown, isNew: boolean): Promise<void> {
  const all: NotificationOptions & { renotify: boolean } = { ...options, renotify: isNew, silent: !isNew }
  await self.registration.showNotification(title, all)
}

/** What else is shown stands for this push: one of it is shown again, without a sound. */
async function clear(conversationId: string): Promise<void> {
  const shown = await self.registration.getNotifications()
  for (const one of shown) if (one.tag === conversationId) one.close()
  const other = shown.find((one) => one.tag !== conversationId)
  if (other === undefined) return
  const { title, body, tag, data, icon } = other
  await show({ title, options: { body, tag, data, icon, badge: '/badge-96.png', dir: 'auto' } }, false)
}

async function isBeingRead(conversationId: string): Promise<boolean> {
  const pages = await self.clients.matchAll({ type: 'window' })
  const visible = pages.filter((page) => page.visibilityState === 'visible')
  return (await Promise.all(visible.map((page) => isShowing(page, conversationId)))).includes(true)
}

function isShowing(page: Client, conversation_id: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((answer) => {
    const patience = setTimeout(() => answer(false), ANSWER_MS)
    port1.onmessage = ({ data }) => {
      clearTimeout(patience)
      answer(data === true)
    }
    page.postMessage({ type: 'showing', conversation_id } satisfies AreYouShowing, [port2])
  })
}

async function setBadge(unread: number): Promise<void> {
  // Of a site that is not installed, browsers refuse it.
  await self.navigator.setAppBadge?.(unread).catch(() => undefined)
}

/** Somebody has touched a notification: a page of ours comes to the front, or is opened. */
export async function opened(notification: Notification): Promise<void> {
  notification.close()
  const data: unknown = notification.data
  const id = isObject(data) && typeof data['conversation_id'] === 'string' ? data['conversation_id'] : null
  const [page] = await self.clients.matchAll({ type: 'window' })
  if (page === undefined) {
    await self.clients.openWindow(id === null ? '/' : `/#/c/${id}`)
    return
  }
  // A browser that takes this for no doing of the reader's keeps the page behind, and shows the conversation all the same.
  await page.focus().catch(() => undefined)
  if (id !== null) page.postMessage({ type: 'open', conversation_id: id })
}
