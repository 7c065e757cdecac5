import type { Show } from './wake.ts'
import { wordsIn } from './words.ts'

export interface Shown {
  readonly title: string
  readonly options: NotificationOptions
}

/**
 * A conversation's one notification: who, or which group, with the count of what is unread, and the last text as far as the
 * reader wants it shown. It takes the place of the one before by its tag.
 */
export function notificationOf(wake: Show, language: string): Shown {
  const words = wordsIn(language)
  const { sender, text, unread } = wake
  const who = wake.conversation_type === 'group' ? wake.title : sender
  const said = text ?? words.newMessages(unread)
  return {
    title: unread > 1 && who !== undefined && text !== undefined ? `${who} (${unread})` : (who ?? 'Parley'),
    options: {
      ...common,
      body: wake.conversation_type === 'group' && sender !== undefined ? `${sender}: ${said}` : said,
      tag: wake.conversation_id,
      data: { conversation_id: wake.conversation_id },
    },
  }
}

/** Of itself: the answer to a test, or what stands for a wake-up that this version does not know. */
export function plainNotification(body: string): Shown {
  return { title: 'Parley', options: { ...common, body, tag: 'parley' } }
}

const common = { icon: '/icon-192.png', badge: '/badge-96.png', dir: 'auto' as const }
