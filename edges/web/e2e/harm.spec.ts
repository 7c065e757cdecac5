import { TEXT_BYTES_MAX, utf8Length } from '../src/talk/text/bytes.ts'
import { hostile } from '../src/talk/text/hostile.ts'
import { Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

const markup = '<img src=x onerror=alert(1)>'

test('what strangers send is text, whatever it is; so are their names and titles', async ({ join, server }) => {
  const reader = await join('reader')
  const asked: string[] = []
  reader.page.on('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  reader.page.on('popup', (popup) => asked.push(popup.url()))
  reader.page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) asked.push(request.url())
  })

  const stranger = await Rest.register(server.url, fresh('stranger'), `Mal ${markup}`)
  const title = `Free ${markup}`
  const conversation = await stranger.group(title, reader.name)
  const texts = hostile.filter((text) => utf8Length(text) <= TEXT_BYTES_MAX)
  for (const text of texts) await stranger.say(conversation, text)
  await stranger.say(conversation, 'That was all')

  await reader.page.getByRole('listitem').filter({ hasText: 'Free' }).getByRole('link').click()
  await expect(reader.page.getByRole('heading', { name: title })).toBeVisible()
  // From where reading begins to the end, row by row, as the arrow key goes: everything has been on the screen.
  const feed = reader.messages
  await feed.evaluate((box, elements) => {
    new MutationObserver(() => {
      const found = box.querySelector(elements)
      if (found !== null && box instanceof HTMLElement) box.dataset['harm'] = found.outerHTML
    }).observe(box, { subtree: true, childList: true })
  }, 'img, script, iframe, object, embed, form, input, style, link, base, meta, video, audio, math, template, dialog')
  await feed.focus()
  await reader.page.keyboard.press('ArrowUp')
  const focused = reader.page.locator('article:focus')
  for (let row = 0; row < texts.length + 20; row++) {
    if ((await focused.textContent())?.includes('That was all')) break
    await reader.page.keyboard.press('ArrowDown')
  }
  await reader.sees('That was all')
  await expect(feed).not.toHaveAttribute('data-harm', /./)
  expect(asked).toEqual([])
})
