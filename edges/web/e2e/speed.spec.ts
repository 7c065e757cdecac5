import { firstLoadBytesMax } from '../build/budget.ts'
import { expect, test } from './support/test.ts'

test('the first load is small, and what was typed here is painted there at once', async ({ arrive, join }, info) => {
  const ann = await arrive()
  const loaded = await ann.page.evaluate(() => {
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    const sent = all
      .filter((one) => one instanceof PerformanceResourceTiming)
      .filter((one) => !one.name.endsWith('.png'))
    const [navigation] = performance.getEntriesByType('navigation')
    return {
      bytes: sent.reduce((sum, one) => sum + one.transferSize, 0),
      interactive: navigation instanceof PerformanceNavigationTiming ? navigation.domInteractive : Number.NaN,
    }
  })
  info.annotations.push({
    type: 'first load',
    description: `${loaded.bytes} bytes, interactive after ${loaded.interactive} ms`,
  })
  expect(loaded.bytes).toBeLessThan(firstLoadBytesMax)

  const bob = await join('bob')
  await ann.signUp()
  await ann.talkTo(bob.name)
  await ann.say('first')
  await bob.open(ann.name)
  await bob.sees('first')
  const times: number[] = []
  for (let count = 1; count <= 50; count++) {
    const text = `message ${count}`
    const painted = bob.page.evaluate(async (wanted) => {
      const isThere = () => [...document.querySelectorAll('.talk-text')].some((one) => one.textContent === wanted)
      await new Promise<void>((found) => {
        const look = () => (isThere() ? found() : undefined)
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
        look()
      })
      await new Promise((frame) => requestAnimationFrame(frame))
      return Date.now()
    }, text)
    await ann.composer.fill(text)
    await ann.page.evaluate(() => {
      document.addEventListener('keydown', () => sessionStorage.setItem('pressed', `${Date.now()}`), {
        once: true,
        capture: true,
      })
    })
    await ann.composer.press('Enter')
    times.push((await painted) - Number(await ann.page.evaluate(() => sessionStorage.getItem('pressed'))))
  }
  times.sort((one, other) => one - other)
  const [median = Number.NaN, p95 = Number.NaN] = [times[24], times[47]]
  info.annotations.push({ type: 'from key to paint', description: `median ${median} ms, p95 ${p95} ms` })
  // Of a machine with other things to do; the figure itself is reported.
  expect(median).toBeLessThan(1_000)
})
