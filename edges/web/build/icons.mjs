// Makes the PNG icons out of public/icon.svg: `node build/icons.mjs`, when that has changed. They are kept in the
// repository, so that no build needs a browser.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const icon = readFileSync(new URL('../public/icon.svg', import.meta.url), 'utf8')
const sign = /<g id="sign"[\s\S]*<\/g>/.exec(icon)?.[0] ?? ''
const inside = (scale) => `translate(16 16) scale(${scale}) translate(-16 -16)`
const svg = (content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${content}</svg>`
const square = icon.replace(' rx="9"', '')

const forms = {
  'icon-192.png': [192, icon],
  'icon-512.png': [512, icon],
  // Systems cut it to a circle or whatever they like: the sign stays in the middle 80 %.
  'icon-maskable-512.png': [512, square.replace('id="sign"', `id="sign" transform="${inside(0.86)}"`)],
  'icon-apple-180.png': [180, square],
  // What Android shows in the status bar: its form alone counts.
  'badge-96.png': [96, svg(sign.replace('id="sign"', `transform="${inside(1.5)}"`))],
}

const browser = await chromium.launch({
  executablePath: process.env.PARLEY_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const [name, [size, content]] of Object.entries(forms)) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${content}`)
  await page.screenshot({ path: fileURLToPath(new URL(`../public/${name}`, import.meta.url)), omitBackground: true })
}
await browser.close()
