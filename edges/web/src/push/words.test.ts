import { expect, it } from 'vitest'
import { bytesOf, isSameKey } from './keys.ts'
import { wordOf } from './words.ts'

it('understands what worker and page say, and nothing else', () => {
  expect(wordOf({ type: 'open', conversation_id: 'c', more: 1 })).toEqual({ type: 'open', conversation_id: 'c' })
  expect(wordOf({ type: 'take-over' })).toEqual({ type: 'take-over' })
  for (const other of [null, 'open', { type: 'open' }, { type: 'open', conversation_id: 1 }, { type: 'sing' }]) {
    expect(wordOf(other)).toBeNull()
  }
})

it('tells the keys of servers apart', () => {
  const key = bytesOf('BP-_AQ')
  expect([...key]).toEqual([4, 255, 191, 1])
  expect(isSameKey(new Uint8Array([4, 255, 191, 1]).buffer, key)).toBe(true)
  expect(isSameKey(new Uint8Array([4, 255, 191, 2]).buffer, key)).toBe(false)
  expect(isSameKey(new Uint8Array([4, 255, 191]).buffer, key)).toBe(false)
  expect(isSameKey(null, key)).toBe(false)
})
