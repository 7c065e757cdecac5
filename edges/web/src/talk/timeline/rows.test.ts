import type { Message, OutgoingMessage } from '@parley/client'
import { describe, expect, test } from 'vitest'
import { Rows } from './rows.ts'

const MINUTE = 60_000
const noon = new Date(2026, 10, 24, 12).getTime()
let seq = 0

function message(from: string, minute: number, more: Partial<Message> = {}): Message {
  seq++
  const message_id = seq.toString(32).padStart(13, '0')
  return { conversation_id: 'c', message_id, seq, from, text: 'hello', server_ts: noon + minute * MINUTE, ...more }
}
function outgoing(minute: number, id = 'x'): OutgoingMessage {
  const created_at = noon + minute * MINUTE
  return { client_msg_id: id, conversation_id: 'c', text: 'hi', created_at, state: 'queued' }
}
function rows(
  messages: readonly Message[],
  more: { outgoing?: OutgoingMessage[]; hasOlder?: boolean; unread?: Message } = {},
) {
  const { outgoing = [], hasOlder = false, unread = null } = more
  const all = new Rows({ messages, outgoing, hasOlder }, 'me', unread)
  return Array.from({ length: all.count }, (_, index) => all.at(index))
}
const groups = (...all: Parameters<typeof rows>) =>
  rows(...all)
    .map((row) => `${row?.first ? '[' : ''}x${row?.last ? ']' : ''}`)
    .join('')

describe('grouping', () => {
  test('of one sender within five minutes', () => {
    expect(groups([message('ann', 0), message('ann', 4.9), message('bob', 5), message('ann', 6)])).toBe('[xx][x][x]')
  })
  test('five minutes later it is another', () => {
    expect(groups([message('ann', 0), message('ann', 5)])).toBe('[x][x]')
  })
  test('an event stands between', () => {
    const event = message('ann', 1, { kind: 'event', event: { what: 'renamed', title: 't' } })
    expect(groups([message('ann', 0), event, message('ann', 2)])).toBe('[x][x][x]')
  })
  test('so do midnight and the line of what is new', () => {
    expect(groups([message('ann', 12 * 60 - 1), message('ann', 12 * 60 + 1)])).toBe('[x][x]')
    const unread = message('ann', 1)
    expect(groups([message('ann', 0), unread], { unread })).toBe('[x][x]')
  })
  test('what is on its way joins what one sent', () => {
    expect(groups([message('me', 0)], { outgoing: [outgoing(1), outgoing(2, 'y')] })).toBe('[xxx]')
  })
})

describe('days', () => {
  const days = (...all: Parameters<typeof rows>) => rows(...all).map((row) => row?.day !== null)
  test('begin with the first message, when that is the first there is', () => {
    expect(days([message('ann', 0), message('ann', 1)])).toEqual([true, false])
    expect(days([message('ann', 0), message('ann', 1)], { hasOlder: true })).toEqual([false, false])
  })
  test('begin at midnight', () => {
    expect(days([message('ann', 0), message('ann', 12 * 60)])).toEqual([true, true])
  })
})

test('a message of one own keeps its key when it is stored', () => {
  const [before] = rows([], { outgoing: [outgoing(0, 'k')] })
  const [after] = rows([message('me', 0, { client_msg_id: 'k' })])
  expect(after?.key).toBe(before?.key)
})

test('the line of what is new stands before its message alone', () => {
  const unread = message('ann', 1)
  expect(rows([message('ann', 0), unread, message('ann', 2)], { unread }).map((row) => row?.unread)).toEqual([
    false,
    true,
    false,
  ])
})

test('beyond the ends there is nothing', () => {
  const all = new Rows({ messages: [], outgoing: [], hasOlder: false }, 'me')
  expect(all.at(0)).toBeUndefined()
  expect(all.keyAt(-1)).toBe('')
})
