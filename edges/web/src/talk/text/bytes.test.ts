import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sendable, utf8Length } from './bytes.ts'

/** Every text of UTF-16, halves of pairs alone too. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
)

test('the length is what is sent', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
    }),
  )
})

test('what is sent is well-formed, and not longer', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const sent = sendable(text)
      expect(sent).not.toMatch(/\p{Cs}/u)
      expect(utf8Length(sent)).toBeLessThanOrEqual(utf8Length(text))
    }),
  )
})

test('blank ends are not sent; what is within is', () => {
  expect(sendable('  \n\n  indented\n\n end \n ')).toBe('  indented\n\n end')
  expect(sendable(' \n\t ')).toBe('')
})
