import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { Person } from './support/person.ts'
import { Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

/** axe as it is: put into the page by the browser's tools, which the page's policy does not concern. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const looks = [
  { look: 'light', options: { colorScheme: 'light' } },
  { look: 'dark', options: { colorScheme: 'dark' } },
  { look: 'a phone', options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
] as const

for (const { look, options } of looks) {
  test(`every screen can be used by everybody: ${look}`, async ({ arrive, server }) => {
    const ann = await arrive({ name: fresh('ann'), options })
    const { page } = ann
    const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
    await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
    await isUsable(page, 'sign in')
    await ann.signUp('Ann')
    await isUsable(page, 'nothing yet')

    const one = await bob.direct(ann.name)
    for (const text of ['Hello Ann', 'https://example.com', '**x** 😀']) await bob.say(one, text)
    const group = await bob.group('Dinner', ann.name)
    await bob.say(group, 'Who cooks?')
    await expect(page.getByRole('listitem')).toHaveCount(2)
    await isUsable(page, 'the list')
    await open(ann, 'Dinner')
    await ann.say('I do')
    await ann.seesState('I do', 'Sent')
    await isUsable(page, 'a conversation')
    for (const panel of ['details', 'add']) await isUsableAt(page, `/c/${group}/${panel}`)
    for (const panel of ['new', 'group', 'settings', 'shortcuts', 'switch']) await isUsableAt(page, `/${panel}`)
  })
}

test('all of it runs from right to left', async ({ join, server }) => {
  const ann = await join('ann')
  const bob = await Rest.register(server.url, fresh('bob'), 'בוב')
  await bob.say(await bob.direct(ann.name), 'שלום')
  await ann.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  await open(ann, 'בוב')
  await ann.say('mixed שלום text')
  await ann.seesState('mixed שלום text', 'Sent')
  await isUsable(ann.page, 'a conversation from right to left')
  const [list, talk] = await Promise.all([ann.list.boundingBox(), ann.page.getByRole('main').boundingBox()])
  expect(list?.x).toBeGreaterThan(talk?.x ?? Number.NaN)
})

test('on a phone one goes to a conversation and back to the list', async ({ join, server }) => {
  const ann = await join('ann', { options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } })
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  await bob.say(await bob.direct(ann.name), 'Hello Ann')
  await ann.page.getByRole('listitem').filter({ hasText: 'Bob' }).getByRole('link').tap()
  await ann.sees('Hello Ann')
  await expect(ann.list).toBeHidden()
  await ann.say('Hello Bob')
  await ann.seesState('Hello Bob', 'Sent')
  await ann.page.getByRole('button', { name: 'Back to conversations' }).tap()
  await expect(ann.list).toBeVisible()
  const wide = await ann.page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(390)
})

async function open(person: Person, title: string): Promise<void> {
  await person.page.getByRole('listitem').filter({ hasText: title }).getByRole('link').click()
  await expect(person.composer).toBeVisible()
}

async function isUsableAt(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, address)
  await expect(page.getByRole('dialog').or(page.getByRole('complementary')).first()).toBeVisible()
  await isUsable(page, address)
}

/** Without a finding of axe by the rules of WCAG 2.2 AA. What comes in with an animation is looked at when it is there. */
async function isUsable(page: Page, screen: string): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await window.axe.run(document, { runOnly: tags })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    )
  })
  expect(found, screen).toEqual([])
}

declare global {
  interface Window {
    readonly axe: {
      run(
        root: Document,
        options: { runOnly: readonly string[] },
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
    }
  }
}
