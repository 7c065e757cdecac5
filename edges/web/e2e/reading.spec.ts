import { expect, type Locator } from '@playwright/test'
import { Rest } from './support/rest.ts'
import { fresh, test } from './support/test.ts'

const MANY = 300

/** How far an element's top is below the screen's. */
async function top(locator: Locator): Promise<number> {
  return (await locator.boundingBox())?.y ?? Number.NaN
}

/** Scrolls, and waits until two frames have shown it. */
async function scrollBack(feed: Locator, by: number): Promise<void> {
  await feed.evaluate(async (box, by) => {
    box.scrollTop -= by
    for (const _ of [1, 2]) await new Promise((shown) => requestAnimationFrame(shown))
  }, by)
}

test('one comes to where one stopped reading, reads on to the end, and back to the beginning', async ({
  join,
  server,
}) => {
  const reader = await join('reader')
  const writer = await Rest.register(server.url, fresh('writer'))
  const conversation = await writer.group('Long', reader.name)
  for (let n = 1; n <= MANY; n++) await writer.say(conversation, `number ${n}`)

  await reader.open('Long')
  await expect(reader.message('number 1')).toBeInViewport()
  await expect(reader.messages.getByText('New', { exact: true })).toBeInViewport()

  await reader.page.getByRole('button', { name: /To the newest message/ }).click()
  await expect(reader.message(`number ${MANY}`)).toBeInViewport()
  await expect(reader.page.getByRole('button', { name: /To the newest message/ })).toBeHidden()

  // A message that comes is seen by who is at the end, and moves nothing for who is not.
  await writer.say(conversation, 'at the end')
  await expect(reader.message('at the end')).toBeInViewport()
  await expect(reader.list.getByText(/unread message/)).toHaveCount(0)
  await scrollBack(reader.messages, 3000)
  const key = await reader.messages.getByRole('article').nth(20).getAttribute('data-row')
  const row = reader.messages.locator(`[data-row="${key}"]`)
  const before = await top(row)
  await writer.say(conversation, 'while reading back')
  await expect(reader.page.getByRole('button', { name: /1 new message/ })).toBeVisible()
  expect(Math.abs((await top(row)) - before)).toBeLessThanOrEqual(1)

  while (!(await reader.message('number 1').isVisible())) await scrollBack(reader.messages, 2000)
  await reader.message('number 1').scrollIntoViewIfNeeded()
  await expect(reader.message('number 1')).toBeInViewport()
})

test('a long text unfolds downwards', async ({ join, server }) => {
  const reader = await join('reader')
  const writer = await Rest.register(server.url, fresh('writer'))
  const conversation = await writer.group('Walls', reader.name)
  for (const n of [1, 2, 3]) await writer.say(conversation, `wall ${n} ${'of text '.repeat(700)}`)
  await reader.open('Walls')
  const wall = reader.messages.getByRole('article').filter({ hasText: 'wall 2' })
  const more = wall.getByRole('button', { name: 'Show more' })
  await more.scrollIntoViewIfNeeded()
  const before = await top(wall)
  await more.click()
  await expect(more).toBeHidden()
  expect(Math.abs((await top(wall)) - before)).toBeLessThanOrEqual(1)
})
