import type { Message } from '@parley/client'
import { describe, expect, test } from 'vitest'
import { firstUnread, indexAfter, nextMark, noMark, type Reading, type UnreadMark } from './unread.ts'

const id = (n: number) => n.toString().padStart(13, '0')
const message = (n: number, from = 'ann', more: Partial<Message> = {}): Message => ({
  conversation_id: 'c',
  message_id: id(n),
  seq: n,
  from,
  text: 'x',
  server_ts: n,
  ...more,
})

describe('the first unread message', () => {
  const event = message(3, 'ann', { kind: 'event', event: { what: 'renamed' } })
  const messages = [message(1), message(2), event, message(4, 'me'), message(5), message(6)]
  test.each([
    [null, 1],
    [id(1), 2],
    [id(2), 5],
    [id(4), 5],
    [id(5), 6],
  ] as const)('after %s', (readUpTo, first) => {
    expect(firstUnread(messages, readUpTo, 'me')?.message_id).toBe(id(first))
  })
  test('there is none after the last', () => expect(firstUnread(messages, id(6), 'me')).toBeNull())
  test('a cursor need not name a message', () => {
    expect(indexAfter([message(2), message(4)], id(3))).toBe(1)
    expect(indexAfter([message(2), message(4)], id(1))).toBe(0)
    expect(indexAfter([], id(1))).toBe(0)
  })
})

describe('where "new" stands', () => {
  const run = (...readings: Partial<Reading>[]): UnreadMark =>
    readings.reduce<UnreadMark>(
      (mark, reading) => nextMark(mark, { unread: 0, readUpTo: id(1), watching: true, ...reading }),
      noMark,
    )

  test('where reading ended, when one opens the conversation, and it stays while one reads on', () => {
    expect(run({ unread: 3 }).after).toBe(id(1))
    expect(run({ unread: 3 }, { unread: 1, readUpTo: id(3) }, { readUpTo: id(4) }).after).toBe(id(1))
  })
  test('nowhere, when all is read; nor when messages come while one watches', () => {
    expect(run({}).after).toBeUndefined()
    expect(run({}, { unread: 1 }, { readUpTo: id(2) }).after).toBeUndefined()
  })
  test('where one left, when messages come while nobody watches', () => {
    expect(run({}, { watching: false }, { watching: false, unread: 1, readUpTo: id(7) }).after).toBe(id(7))
  })
  test('it moves with the next absence alone', () => {
    const away = [{ watching: false }, { watching: false, unread: 1, readUpTo: id(8) }]
    expect(run({ unread: 2 }, { readUpTo: id(8) }, ...away).after).toBe(id(8))
    expect(run({ unread: 2 }, { watching: false, unread: 3 }).after).toBe(id(1))
  })
  test('before the first message of all, when nothing was read', () => {
    expect(run({ unread: 2, readUpTo: null }).after).toBeNull()
  })
})
