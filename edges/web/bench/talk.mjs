/**
 * Measures the conversation pane in Chromium, built as it is served: `node bench/talk.mjs`. Frames while scrolling through
 * 100,000 messages, and while 50 a second come, what of each frame the page's own work is, and whether anything jumped.
 * `CHROMIUM` is the browser's path.
 */
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url))

/** Milliseconds between the frames of so many ms, while `each` runs in every one of them. */
function frames(page, forMs, each) {
  return page.evaluate(
    ([ms, code]) =>
      new Promise((done) => {
        const step = new Function('box', 'n', code)
        const box = document.querySelector('.talk-scroller')
        const gaps = []
        const begin = performance.now()
        let before = begin
        const frame = (now) => {
          gaps.push(now - before)
          before = now
          step(box, gaps.length)
          if (now - begin < ms) requestAnimationFrame(frame)
          else done(gaps.slice(2))
        }
        requestAnimationFrame(frame)
      }),
    [forMs, each],
  )
}

/** How often what is read was elsewhere than the scrolling alone would have put it, of 200 frames. */
function jumps(page, step, receiveEach) {
  return page.evaluate(
    ([step, receiveEach]) =>
      new Promise((done) => {
        const box = document.querySelector('.talk-scroller')
        const bottom = (row) => row.getBoundingClientRect().bottom
        let [n, jumped, row, expected] = [0, 0, null, 0]
        const frame = () => {
          if (row?.isConnected && Math.abs(bottom(row) - expected) > 1) jumped++
          if (++n > 200) return done(jumped)
          const middle = box.getBoundingClientRect().top + box.clientHeight * 0.6
          row = [...box.querySelectorAll('.talk-row')].find((one) => bottom(one) > middle) ?? null
          const before = box.scrollTop
          box.scrollTop += step
          expected = bottom(row)
          if (box.scrollTop === before && step !== 0) return done(jumped)
          if (receiveEach > 0 && n % receiveEach === 0) window.bench.receive()
          requestAnimationFrame(() => setTimeout(frame, 0))
        }
        frame()
      }),
    [step, receiveEach],
  )
}

function told(name, gaps) {
  const sorted = [...gaps].sort((a, b) => a - b)
  const at = (part) => (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1)
  const late = gaps.filter((gap) => gap > 25).length
  return `${name.padEnd(40)} ${gaps.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}; over 25 ms: ${late}`
}

await build({ root, configFile, logLevel: 'warn' })
const server = await preview({ root, configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const address = server.resolvedUrls?.local[0] ?? ''
  await page.goto(`${address}bench/talk.html?scene=many&messages=100000`)
  await page.waitForSelector('.talk-row')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
  await devtools.send('Performance.enable')
  const spent = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0
    return (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration')) * 1000
  }
  const report = []
  for (const [name, ms, each] of [
    ['standing still', 2000, ''],
    ['reading back, 2,400 px/s', 4000, 'box.scrollTop -= 40'],
    ['a fling, 9,000 px/s', 4000, 'box.scrollTop -= 150'],
    ['forward again, 9,000 px/s', 2000, 'box.scrollTop += 150'],
    ['anywhere, 4 jumps a second', 3000, 'if (n % 15 === 0) box.scrollTop = -((n * 99991) % box.scrollHeight)'],
    ['reading back, 50 messages/s', 4000, 'box.scrollTop -= 40; if (n % 6 < 5) bench.receive()'],
    ['at the end, 50 messages/s', 4000, 'if (n === 1) box.scrollTop = 0; if (n % 6 < 5) bench.receive()'],
  ]) {
    const before = await spent()
    const gaps = await frames(page, ms, each)
    const work = ((await spent()) - before) / gaps.length
    report.push(`${told(name, gaps)}; work in each ${work.toFixed(2)} ms`)
  }
  for (const [step, receiveEach] of [
    [-40, 0],
    [-300, 0],
    [-40, 3],
  ]) {
    await page.goto(`${address}bench/talk.html?scene=many&messages=20000&window=60`)
    await page.waitForSelector('.talk-row')
    report.push(
      `reading back ${-step} px a frame through pages, a message each ${receiveEach} frames: ${await jumps(page, step, receiveEach)} jumps`,
    )
  }
  await page.goto(`${address}bench/talk.html?scene=many&messages=20000`)
  await page.waitForSelector('.talk-row')
  await page.evaluate(() => {
    document.querySelector('.talk-scroller').scrollTop = -200000
  })
  report.push(
    `reading on 35 px a frame through rows never seen, a message each 3 frames: ${await jumps(page, 35, 3)} jumps`,
  )
  process.stdout.write(`${report.join('\n')}\n`)
} finally {
  await browser.close()
  await server.close()
}
