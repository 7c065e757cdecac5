import { failuresOfTheNetwork } from './support/complaints.ts'
import type { Person } from './support/person.ts'
import { Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `message ${from + i}`)

test('the server is killed while one sends: each message is there once, in order', async ({ join, ownServer }) => {
  const server = await ownServer()
  const ann = await join('ann', { server })
  const bob = await join('bob', { server })
  for (const person of [ann, bob]) person.complaints.allow(failuresOfTheNetwork)
  await ann.talkTo(bob.name)
  await ann.say('message 1')
  await ann.seesState('message 1', 'Delivered')
  await bob.open(ann.name)

  for (const text of numbered(2, 10)) await ann.say(text)
  await server.kill()
  await expect(ann.connectionTrouble).toBeVisible()
  for (const text of numbered(11, 15)) await ann.say(text)
  await ann.seesState('message 15', 'Waiting to be sent')
  await server.begin()
  await retry(ann, bob)

  await bob.sees('message 15')
  await ann.seesState('message 15', 'Read')
  for (const person of [ann, bob]) expect(await person.texts()).toEqual(numbered(1, 15))
  await expect(ann.messages.getByRole('img', { name: /Waiting|Sending|Not sent/ })).toHaveCount(0)
  const kept = await Rest.login(server.url, ann.name)
  expect(await kept.texts(await kept.direct(bob.name))).toEqual(numbered(1, 15))
})

test('without a network one reads and writes on; it is sent when there is one', async ({ join }) => {
  const ann = await join('ann')
  const bob = await join('bob')
  ann.complaints.allow(failuresOfTheNetwork)
  await ann.talkTo(bob.name)
  await ann.say('before')
  await bob.open(ann.name)
  await ann.seesState('before', 'Read')

  await ann.page.context().setOffline(true)
  await expect(ann.connectionTrouble).toBeVisible()
  for (const text of numbered(1, 3)) await ann.say(text)
  await ann.seesState('message 3', 'Waiting to be sent')
  await bob.say('while you were away')
  await ann.page.context().setOffline(false)

  for (const text of numbered(1, 3)) await bob.sees(text)
  await ann.sees('while you were away')
  await expect(ann.connectionTrouble).toBeHidden()
  const texts = await bob.texts()
  await expect.poll(() => ann.texts()).toEqual(texts)
  expect(texts.filter((text) => text.startsWith('message'))).toEqual(numbered(1, 3))
})

test('what waits to be sent outlives its tab, and is sent once', async ({ join }) => {
  const ann = await join('ann')
  const bob = await join('bob')
  ann.complaints.allow(failuresOfTheNetwork)
  await ann.talkTo(bob.name)
  await ann.say('first')
  await bob.open(ann.name)
  await bob.sees('first')
  await ann.page.context().setOffline(true)
  await ann.say('queued')
  await ann.seesState('queued', 'Waiting to be sent')
  const context = ann.page.context()
  const address = ann.page.url()
  await ann.page.close()
  await context.setOffline(false)

  const again = ann.at(await context.newPage())
  await again.page.goto(address)
  await bob.sees('queued')
  await again.seesState('queued', 'Read')
  expect(await again.texts()).toEqual(['first', 'queued'])
  expect(await bob.texts()).toEqual(['first', 'queued'])
})

test('the client starts without a server, with what it has', async ({ join, ownServer }) => {
  const server = await ownServer()
  const ann = await join('ann', { server })
  const bob = await join('bob', { server })
  for (const person of [ann, bob]) person.complaints.allow(failuresOfTheNetwork)
  await ann.talkTo(bob.name)
  await ann.say('kept')
  await ann.seesState('kept', 'Delivered')
  await ann.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))

  await server.kill()
  await ann.page.reload()
  await ann.sees('kept')
  await ann.say('written without a server')
  await ann.seesState('written without a server', 'Waiting to be sent')
  await server.begin()
  await retry(ann, bob)
  await ann.seesState('written without a server', 'Delivered')
})

test('a device that is connected elsewhere says so, and is taken back', async ({ join, server }) => {
  const ann = await join('ann')
  const rest = await Rest.login(server.url, ann.name)
  const other = await rest.connect(await deviceOf(ann))
  await expect(ann.page.getByText('Parley is open elsewhere with this device.')).toBeVisible()
  await ann.page.getByRole('button', { name: 'Use it here' }).click()
  await expect(ann.page.getByText('Parley is open elsewhere with this device.')).toBeHidden()
  expect(await other.closed).toBe(4409)
})

test('a token that ends is renewed unnoticed', async ({ join, ownServer }) => {
  const server = await ownServer('--access-token-ttl', '60')
  const ann = await join('ann', { server })
  const renewed = ann.page.waitForResponse('**/api/auth/refresh', { timeout: 120_000 })
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  await ann.talkTo(bob.userId)
  await ann.say('before')
  await ann.seesState('before', 'Sent')
  expect((await renewed).status()).toBe(200)
  await ann.say('after')
  await ann.seesState('after', 'Sent')
  await expect(ann.page.getByRole('button', { name: 'Sign in again' })).toBeHidden()
})

test('a session that was ended elsewhere asks to sign in again, and keeps what was not sent', async ({
  join,
  server,
}) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  ann.complaints.allow(/status of 401/)
  await ann.talkTo(bob.userId)
  await ann.say('before')
  await ann.seesState('before', 'Sent')

  await new Rest(server.url, ann.name, '', await refreshTokenOf(ann)).logout()
  await expect(ann.page.getByText('You have been signed out.')).toBeVisible()
  await ann.say('not sent yet')
  await ann.page.getByRole('button', { name: 'Sign in again' }).click()
  await ann.signIn()
  await ann.seesState('not sent yet', 'Sent')
  expect(await bob.texts(await bob.direct(ann.name))).toEqual(['before', 'not sent yet'])
})

test('who signs out leaves nothing behind', async ({ join, server }) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  await ann.talkTo(bob.userId)
  await ann.say('secret')
  await ann.seesState('secret', 'Sent')
  await ann.page.getByRole('button', { name: /^Settings of/ }).click()
  await ann.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(ann.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  const kept = await ann.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(kept.filter((name) => name?.includes('ann'))).toEqual([])
  await ann.page.reload()
  await expect(ann.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
})

/** Those who wait for their next try take it now. */
async function retry(...people: Person[]): Promise<void> {
  for (const { page, connectionTrouble } of people) {
    const now = page.getByRole('button', { name: 'Retry now' })
    await expect(async () => {
      if (await connectionTrouble.isVisible()) await now.click({ timeout: 1000 })
      await expect(connectionTrouble).toBeHidden({ timeout: 3000 })
    }).toPass()
  }
}

async function deviceOf(person: Person): Promise<string> {
  const rest = await Rest.login(new URL(person.page.url()).origin, person.name)
  const [device] = await rest.list('/api/devices', 'devices')
  return String(device?.['device_id'])
}

/** Out of what the client keeps, as a thief of the disk would read it. */
function refreshTokenOf(person: Person): Promise<string> {
  return person.page.evaluate(
    () =>
      new Promise<string>((found, failed) => {
        const open = indexedDB.open('parley sessions')
        open.onerror = () => failed(open.error)
        open.onsuccess = () => {
          const all = open.result.transaction('sessions').objectStore('sessions').getAll()
          all.onsuccess = () => found(all.result[0].refresh_token)
        }
      }),
  )
}
