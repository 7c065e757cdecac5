import type { CDPSession, Page } from '@playwright/test'
import type { Person } from './support/person.ts'
import { list, Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

/*
 * No push service is asked: a browser without windows has none. What one would deliver is delivered to the worker by the
 * browser's own tools, as a service's message would be once it is decrypted.
 */

const allowed = { options: { permissions: ['notifications'] } }

test('a wake-up shows one notification for its conversation, with the count', async ({ join }) => {
  const ann = await join('ann', allowed)
  const push = await Push.to(ann.page)

  await push.deliver(show('c1', { sender: 'Bob', text: 'Hello', unread: 1 }))
  await push.shows(['Bob: Hello'])
  await push.deliver(show('c1', { sender: 'Bob', text: 'Are you there?', unread: 2 }))
  await push.shows(['Bob (2): Are you there?'])
  await push.deliver(
    show('c2', { conversation_type: 'group', title: 'Dinner', sender: 'Carol', text: 'Hi', unread: 1 }),
  )
  await push.shows(['Bob (2): Are you there?', 'Dinner: Carol: Hi'])

  await push.deliver({ type: 'clear', conversation_id: 'c1', message_id: '0000000000002', badge: 1 })
  await push.shows(['Dinner: Carol: Hi'])
  await push.deliver({ type: 'clear', conversation_id: 'c2', message_id: '0000000000003', badge: 0 })
  await push.shows([])
})

test('a test and what is not understood show something', async ({ join }) => {
  const ann = await join('ann', allowed)
  const push = await Push.to(ann.page)
  await push.deliver({ type: 'test', badge: 0 })
  await push.shows(['Parley: This device is notified.'])
  await push.deliverText('this is no JSON')
  await push.shows(['Parley: There is something new.'])
})

test('what is being read is not shown, and what was shown goes when it is opened', async ({ join, server }) => {
  const ann = await join('ann', allowed)
  const bob = await Rest.register(server.url, `${ann.name}-bob`, 'Bob')
  const one = await bob.direct(ann.name)
  await bob.say(one, 'Hello')
  const push = await Push.to(ann.page)
  await push.deliver(show(one, { sender: 'Bob', text: 'Hello', unread: 1 }))
  await push.shows(['Bob: Hello'])

  await ann.open('Bob')
  await push.shows([])
  await push.deliver(show(one, { sender: 'Bob', text: 'Once more', unread: 1 }))
  await push.deliver(show('another', { sender: 'Carol', text: 'Hello', unread: 1 }))
  await push.shows(['Carol: Hello'])
})

test('a touched notification opens its conversation', async ({ join, server }) => {
  const ann = await join('ann', allowed)
  const bob = await Rest.register(server.url, `${ann.name}-bob`, 'Bob')
  const one = await bob.direct(ann.name)
  await bob.say(one, 'Hello')
  const push = await Push.to(ann.page)
  await push.deliver(show(one, { sender: 'Bob', text: 'Hello', unread: 1 }))
  await push.shows(['Bob: Hello'])
  await push.touch('Bob')
  await ann.sees('Hello')
  await push.shows([])
})

test('notifications are switched on and off in the settings', async ({ arrive, server }) => {
  const ann = await arrive({ name: fresh('ann'), ...allowed })
  await ann.page.addInitScript(scriptedPushService)
  await ann.page.reload()
  await ann.signUp()
  await Push.to(ann.page)
  const rest = await Rest.login(server.url, ann.name)
  const registered = async () =>
    list(await rest.get('/api/devices'), 'devices').filter(({ platform }) => platform === 'webpush')

  await openSettings(ann)
  const here = ann.page.getByRole('switch', { name: 'Notify me on this device' })
  await here.click()
  await expect(here).toBeChecked()
  expect(await registered()).toMatchObject([{ push: { state: 'registered' } }])

  await ann.page.reload()
  await expect(here).toBeChecked()
  await here.click()
  await expect(here).not.toBeChecked()
  await ann.page.reload()
  await expect(here).not.toBeChecked()
})

test('a browser without a push service says so', async ({ join }) => {
  const ann = await join('ann', allowed)
  ann.complaints.allow(/does not support the Push API in incognito mode/)
  await Push.to(ann.page)
  await openSettings(ann)
  const here = ann.page.getByRole('switch', { name: 'Notify me on this device' })
  await here.click()
  await expect(ann.page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible()
  await expect(here).not.toBeChecked()
})

test('who has forbidden notifications is told where to allow them', async ({ join }) => {
  const ann = await join('ann', { options: { permissions: [] } })
  await Push.to(ann.page)
  await openSettings(ann)
  await expect(ann.page.getByText('You have forbidden notifications for this site.')).toBeVisible()
})

async function openSettings(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: /^Settings of/ }).click()
}

function show(conversation_id: string, more: Record<string, unknown>): Record<string, unknown> {
  return { type: 'show', conversation_id, message_id: '0000000000001', conversation_type: 'direct', badge: 1, ...more }
}

/** The browser's side of a push service. */
class Push {
  private constructor(
    private readonly page: Page,
    private readonly tools: CDPSession,
    private readonly registrationId: string,
  ) {}

  static async to(page: Page): Promise<Push> {
    const tools = await page.context().newCDPSession(page)
    const active = new Promise<string>((found) => {
      tools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        const version = versions.find(({ status }) => status === 'activated')
        if (version !== undefined) found(version.registrationId)
      })
    })
    await tools.send('ServiceWorker.enable')
    return new Push(page, tools, await active)
  }

  deliver(wake: Record<string, unknown>): Promise<void> {
    return this.deliverText(JSON.stringify(wake))
  }

  async deliverText(data: string): Promise<void> {
    const origin = new URL(this.page.url()).origin
    await this.tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: this.registrationId, data })
  }

  async shows(notifications: readonly string[]): Promise<void> {
    const shown = () =>
      this.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready
        return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`).sort()
      })
    await expect.poll(shown).toEqual(notifications)
  }

  /** As the reader does it; a browser that a program drives has nothing that could be touched. */
  async touch(title: string): Promise<void> {
    const [worker] = this.page.context().serviceWorkers()
    await worker?.evaluate(async (wanted) => {
      const shown = await self.registration.getNotifications()
      const notification = shown.find((one) => one.title === wanted)
      if (notification === undefined) throw new Error('there is no such notification')
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
    }, title)
  }
}

/** A push service within the page, which keeps its subscription over reloads. Only what the client uses is there. */
function scriptedPushService(): void {
  const stored = () => JSON.parse(localStorage.getItem('scripted-push') ?? 'null')
  const subscription = (key: number[]) => ({
    options: { userVisibleOnly: true, applicationServerKey: new Uint8Array(key).buffer },
    toJSON: () => ({
      endpoint: 'https://push.example.com/scripted',
      keys: {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
    }),
    unsubscribe: async () => {
      localStorage.removeItem('scripted-push')
      return true
    },
  })
  Object.assign(PushManager.prototype, {
    getSubscription: async () => (stored() === null ? null : subscription(stored())),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      // A point of P-256, uncompressed, as every push service wants it.
      if (applicationServerKey.length !== 65 || applicationServerKey[0] !== 4) throw new Error('this is no key')
      localStorage.setItem('scripted-push', JSON.stringify([...applicationServerKey]))
      return subscription(stored())
    },
  })
}

declare const self: {
  readonly registration: ServiceWorkerRegistration
  dispatchEvent(event: unknown): boolean
}
declare const NotificationEvent: new (type: string, init: { notification: Notification }) => unknown
