import { Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

const sent = Array.from({ length: 10 }, (_, i) => `message ${i + 1}`)

test('two tabs have one socket; when the one that holds it is closed while one sends, nothing is lost or doubled', async ({
  join,
  ownServer,
}) => {
  const server = await ownServer()
  const ann = await join('ann', { server })
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  await ann.talkTo(bob.userId)
  await ann.say('first')
  await ann.seesState('first', 'Sent')

  const tab = await ann.openTab()
  await tab.sees('first')
  expect(await server.metric('parley_sockets')).toBe(1)
  await ann.say('from one tab')
  await tab.sees('from one tab')
  await tab.seesState('from one tab', 'Sent')

  for (const text of sent) await ann.say(text)
  await ann.page.close()
  await tab.seesState('message 10', 'Sent')
  expect(await tab.texts()).toEqual(['first', 'from one tab', ...sent])
  expect(await bob.texts(await bob.direct(ann.name))).toEqual(['first', 'from one tab', ...sent])
  expect(await server.metric('parley_sockets')).toBe(1)
})

test('who signs out in one tab is signed out in the other', async ({ join }) => {
  const ann = await join('ann')
  // The other tab has begun to connect when it learns of it.
  ann.complaints.allow(/status of 401/)
  const tab = await ann.openTab()
  await expect(tab.newChat).toBeVisible()
  await ann.page.getByRole('button', { name: /^Settings of/ }).click()
  await ann.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await ann.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(ann.page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await expect(
    tab.page.getByRole('heading', { name: 'Welcome back' }).or(tab.page.getByText('You have been signed out.')),
  ).toBeVisible()
})
