import type { Page } from '@playwright/test'
import { Person } from './support/person.ts'
import { Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

/** Another tab of the same browser. @returns who sits there, and how many sockets it has open */
async function tab(first: Person): Promise<{ person: Person; sockets: () => number }> {
  const page = await first.page.context().newPage()
  const sockets = openSockets(page)
  await page.goto('/')
  const person = new Person(first.name, page, first.complaints)
  await expect(person.newChat).toBeVisible()
  return { person, sockets }
}

function openSockets(page: Page): () => number {
  let open = 0
  page.on('websocket', (socket) => {
    open++
    socket.on('close', () => open--)
  })
  return () => open
}

test('all tabs share one socket, and whichever is closed, the others go on', async ({ join, server }) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  const conversation = await bob.direct(ann.name)
  const sockets = openSockets(ann.page)
  await ann.page.reload()
  await expect(ann.newChat).toBeVisible()
  const second = await tab(ann)
  const third = await tab(ann)
  await bob.say(conversation, 'to all tabs')
  for (const one of [ann, second.person, third.person]) {
    await one.open('Bob')
    await one.sees('to all tabs')
    await expect(one.message('to all tabs')).toHaveCount(1)
  }
  expect([sockets(), second.sockets(), third.sockets()]).toEqual([1, 0, 0])

  await second.person.say('from the second')
  await ann.page.close()
  await bob.say(conversation, 'after the first')
  for (const one of [second.person, third.person]) {
    await one.sees('after the first')
    await one.sees('from the second')
    await expect(one.message('from the second')).toHaveCount(1)
  }
  await expect.poll(() => second.sockets() + third.sockets()).toBe(1)
})

test('a tab that the browser freezes hands over, and is up to date when it thaws', async ({ join, server }) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  const conversation = await bob.direct(ann.name)
  await bob.say(conversation, 'before')
  await ann.open('Bob')
  await ann.sees('before')
  const second = await tab(ann)
  await second.person.open('Bob')

  // No tab is hidden in a browser without windows, and so none is frozen: it is told as if it were.
  const tell = (event: string) => ann.page.evaluate((name) => void document.dispatchEvent(new Event(name)), event)
  await tell('freeze')
  await expect.poll(second.sockets).toBe(1)
  await bob.say(conversation, 'meanwhile')
  await second.person.sees('meanwhile')
  await second.person.say('answered')
  await second.person.seesState('answered', 'Sent')

  await tell('resume')
  for (const text of ['before', 'meanwhile', 'answered']) {
    await ann.sees(text)
    await expect(ann.message(text)).toHaveCount(1)
  }
  expect(second.sockets()).toBe(1)
})

test('who signs out in one tab is signed out in all of them, and nothing is kept', async ({ join, server }) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  await bob.say(await bob.direct(ann.name), 'a secret')
  const second = await tab(ann)
  await second.person.open('Bob')
  await second.person.sees('a secret')

  const { page } = second.person
  await page.goto('/#/settings')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect(ann.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(ann.newChat).toBeHidden()
  const kept = () => page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name ?? ''))
  await expect.poll(kept).not.toContainEqual(expect.stringContaining(ann.name))
})
