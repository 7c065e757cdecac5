import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Rest } from '../e2e/support/rest.ts'
import { expect, test } from '../e2e/support/test.ts'

const bytesMax = 150_000

const sizes = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const

for (const [size, options] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${size}, ${colorScheme}`, async ({ arrive, server }) => {
      const round = `${size}-${colorScheme}`
      const person = (name: string) => Rest.register(server.url, `${name.toLowerCase()}-${round}`, name)
      const [mara, jonas, elif] = [await person('Mara'), await person('Jonas'), await person('Elif')]
      const ann = await arrive({ name: `ann-${round}`, options: { ...options, colorScheme } })
      await ann.signUp('Ann')

      await elif.say(await elif.direct(ann.name), 'The tickets are bought 🎉')
      await jonas.say(await jonas.direct(ann.name), 'Do you still have my umbrella?')
      const dinner = await mara.group('Dinner on Friday', ann.name, jonas.userId, elif.userId)
      await mara.say(dinner, 'Friday at eight, at my place?')
      await elif.say(dinner, 'I am in. Shall I bring anything?')
      await jonas.say(dinner, 'Dessert! https://example.com/tarte-tatin is the one from last time')
      await ann.page.getByRole('listitem').filter({ hasText: 'Dinner' }).getByRole('link').click()
      await ann.say('Then I bring the wine')
      await mara.say(dinner, 'Perfect, see you all on Friday')
      await ann.sees('Perfect, see you all on Friday')
      await ann.seesState('Then I bring the wine', 'Sent')

      await shoot(`conversation-${round}`)
      if (size === 'phone') {
        await ann.page.getByRole('button', { name: 'Back to conversations' }).click()
        await shoot(`list-${round}`)
      }

      async function shoot(name: string): Promise<void> {
        await ann.page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))
        const path = fileURLToPath(new URL(`../../../docs/screenshots/${name}.png`, import.meta.url))
        await ann.page.screenshot({ path })
        expect(statSync(path).size, name).toBeLessThan(bytesMax)
      }
    })
  }
}
