import { describe, expect, test } from 'vitest'
import { isEmojiOnly, shown } from './shown.ts'

describe('what is shown of a text', () => {
  test('all of a short one, newlines too', () => {
    expect(shown('one\n\n  two', false)).toEqual({ text: 'one\n\n  two', folded: false })
  })
  test('the beginning of a long one, and all of it when it is unfolded', () => {
    const long = 'word '.repeat(3000)
    const part = shown(long, false)
    expect(part.folded).toBe(true)
    expect(part.text.length).toBeLessThanOrEqual(1200)
    expect(shown(long, true)).toEqual({ text: long, folded: false })
  })
  test('twenty lines of many', () => {
    const part = shown(Array.from({ length: 500 }, (_, line) => `${line}`).join('\n'), false)
    expect(part.folded).toBe(true)
    expect(part.text.split('\n')).toHaveLength(20)
  })
  test('what is barely longer is not folded', () => {
    expect(shown('x'.repeat(1300), false).folded).toBe(false)
  })
  test('ten thousand marks on a letter are eight', () => {
    expect(shown(`a${'\u0301'.repeat(10_000)}b`, false).text).toBe(`a${'\u0301'.repeat(8)}b`)
  })
  test('half a pair is replaced', () => {
    expect(shown('a\uD83Db\uDE00', false).text).toBe('a\uFFFDb\uFFFD')
  })
})

describe('emoji and nothing else', () => {
  test.each(['👍', '👍🏽', '👩‍👩‍👧‍👦', '🇩🇪', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '😀 😀\n😀', '👍'.repeat(6)])('%s', (text) =>
    expect(isEmojiOnly(text)).toBe(true),
  )
  test.each(['', ' ', 'a', '1', '#', '👍 ok', '👍'.repeat(7), '🇩', '\u200D'])('not %j', (text) =>
    expect(isEmojiOnly(text)).toBe(false),
  )
})
