import { describe, expect, test } from 'vitest'
import { finishedCode, wantedAt } from './completion.ts'

describe('what is being written', () => {
  test.each([
    [':sm', { kind: 'emoji', query: 'sm', from: 0 }],
    ['so :+1', { kind: 'emoji', query: '+1', from: 3 }],
    ['(:heart_', { kind: 'emoji', query: 'heart_', from: 1 }],
    ['@', { kind: 'mention', query: '', from: 0 }],
    ['hi @an', { kind: 'mention', query: 'an', from: 3 }],
    ['hi @Żół', { kind: 'mention', query: 'Żół', from: 3 }],
    [`${'x'.repeat(5000)} @b`, { kind: 'mention', query: 'b', from: 5001 }],
  ])('%j', (text, wanted) => expect(wantedAt(text, text.length)).toEqual(wanted))

  test.each([':', ':)', ':s', '10:30', 'a:sm', 'ann@example', ':sm ile', '@ ', ''])('nothing in %j', (text) =>
    expect(wantedAt(text, text.length)).toBeNull(),
  )

  test('counts before the caret', () => {
    expect(wantedAt('@an and more', 3)).toEqual({ kind: 'mention', query: 'an', from: 0 })
    expect(wantedAt('@an and more', 8)).toBeNull()
  })
})

test('a code that is written to its end', () => {
  expect(finishedCode('so :Smile:', 10)).toEqual({ code: 'smile', from: 3 })
  expect(finishedCode('so:smile:', 9)).toBeNull()
  expect(finishedCode('::', 2)).toBeNull()
})
