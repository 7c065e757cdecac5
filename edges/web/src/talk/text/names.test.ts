import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainName, wellFormedStart } from './names.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
)

describe('a name', () => {
  test('turns, hides and breaks nothing, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const plain = plainName(name)
        expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u)
        expect(plain).not.toMatch(/\p{M}{4}/u)
        expect(plain.length).toBeGreaterThan(0)
        expect(plain.length).toBeLessThanOrEqual(121)
      }),
    )
  })
  test.each([
    ['Ann', 'Ann'],
    ['  Ann \n\t Lee ', 'Ann Lee'],
    ['ann\u202Egpj.exe', 'anngpj.exe'],
    ['\u200B\u2066\u202E', '…'],
    ['', '…'],
    ['e\u0301\u0302\u0303\u0304\u0305', 'e\u0301\u0302\u0303'],
    ['A\uD800B', 'A\uFFFDB'],
    ['عمر', 'عمر'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['x'.repeat(200), `${'x'.repeat(120)}…`],
  ])('%j is shown as %j', (name, plain) => expect(plainName(name)).toBe(plain))
})

test('the start of a text never ends in half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(60), (text, length) => {
      const start = wellFormedStart(text, length)
      expect(text.startsWith(start)).toBe(true)
      expect(start).not.toMatch(/\p{Cs}/u)
      expect(start.length).toBeLessThanOrEqual(length)
    }),
  )
  expect(wellFormedStart('ab👍', 3)).toBe('ab')
  expect(wellFormedStart('abe\u0301f', 3)).toBe('ab')
})
