import { render } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { message, Stage } from '../../test/stage.tsx'
import { Talk } from './Talk.tsx'
import { Text } from './Text.tsx'
import { halves, hostile, markup } from './text/hostile.ts'
import { shown } from './text/shown.ts'

let stage: Stage | null = null
afterEach(async () => {
  await stage?.close()
  stage = null
})

const members = new Set<string>()
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

describe('a text that harms is text', () => {
  test.each([...hostile, ...halves].map((text) => [text.slice(0, 60), text]))('%j', (_, text) => {
    const { container } = render(<Text text={text} members={members} />)
    const body = container.querySelector('.talk-text')
    expect(body).not.toBeNull()
    for (const element of container.querySelectorAll('.talk-text *')) {
      expect(element.tagName).toBe('A')
      expect(element.getAttributeNames().sort()).toEqual(['dir', 'href', 'rel', 'target', 'title'])
      expect(new URL(element.getAttribute('href') ?? '').protocol).toMatch(/^(https?|mailto):$/)
    }
    const part = shown(text, false)
    const wanted = part.folded ? `${part.text}…` : part.text
    expect(body?.textContent?.replace(turning, '').trim()).toBe(wanted.replace(turning, '').trim())
  })

  test('there are enough of them', () => expect(markup.length).toBeGreaterThanOrEqual(60))
})

test('so is a name, a title, and what an event tells', async () => {
  const harm = '<img src=x onerror=alert(1)>\u202E\u2066'
  stage = new Stage({
    title: harm,
    names: { ann: harm },
    messages: [
      message(1, 'ann', 'hello'),
      message(2, 'ann', '', { kind: 'event', event: { what: 'renamed', title: harm } }),
    ],
  })
  await stage.open(<Talk conversationId="c-1" />)
  await expect.poll(() => document.body.textContent?.split('<img src=x onerror=alert(1)>').length).toBe(5)
  expect(document.querySelector('img')).toBeNull()
  expect(document.body.textContent).not.toMatch(/[\u202E\u2066]/)
})
