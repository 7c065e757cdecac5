import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addresses, hostile } from './hostile.ts'
import { type Segment, segments } from './segments.ts'

const links = (text: string) => segments(text).flatMap((segment) => (segment.kind === 'link' ? [segment.href] : []))
const shownText = (all: readonly Segment[]) => all.map((segment) => segment.text).join('')

describe('links', () => {
  test.each([
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['(https://example.com/a_(b))', ['https://example.com/a_(b)']],
    ['"http://example.com"', ['http://example.com/']],
    ['https://example.com, https://example.org!', ['https://example.com/', 'https://example.org/']],
    ['example.com/path', ['http://example.com/path']],
    ['www.example.com', ['http://www.example.com/']],
    ['ann@example.com', ['mailto:ann@example.com']],
    ['mailto:ann@example.com', ['mailto:ann@example.com']],
    ['https://münchen.example/straße', ['https://xn--mnchen-3ya.example/stra%C3%9Fe']],
    ['at 10.30 or 10:30, e.g. node.js', []],
    ['no link', []],
  ])('%j', (text, found) => expect(links(text)).toEqual(found))

  test.each(addresses)('%j opens nothing but the web and mail', (text) => {
    for (const href of links(text)) expect(new URL(href).protocol).toMatch(/^(https?|mailto):$/)
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.com/a',
    '//evil.example/x',
  ])('%s is none, or not as that', (text) => {
    for (const href of links(text)) expect(href.startsWith(text.slice(0, 5))).toBe(false)
  })
})

test('nothing of a text is lost or added, but for what turns direction within a link', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'https://example.com/x',
      'a@b.example',
      '@ann',
      '@bob.',
      ' ',
      '\n',
      'www.x.org',
      '(',
      ')',
      '"',
      ...hostile,
    ),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const text = words.join('')
      const plain = (of: string) => of.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
      expect(plain(shownText(segments(text, (id) => id === 'ann' || id === 'bob')))).toBe(plain(text))
    }),
  )
})

describe('mentions', () => {
  const mentioned = (text: string) =>
    segments(text, (id) => ['ann', 'bob.lee', 'c-3'].includes(id)).flatMap((one) =>
      one.kind === 'mention' ? [one.userId] : [],
    )
  test.each([
    ['@ann', ['ann']],
    ['hi @ann, @bob.lee.', ['ann', 'bob.lee']],
    ['(@c-3)', ['c-3']],
    ['@annabel ann@ann x@ann @nobody @', []],
  ])('%j', (text, found) => expect(mentioned(text)).toEqual(found))
})
