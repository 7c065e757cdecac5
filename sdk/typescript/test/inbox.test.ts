import { expect, it } from 'vitest'
import { Inbox } from '../src/sync/inbox.js'
import { id, message } from './scenario.js'

/** Only where it was left is known, and no id: what comes first are copies, perhaps more than an answer holds. */
it('asks on behind the copies, of a conversation that one comes back to', () => {
  const inbox = new Inbox('token', [], { message: () => {}, begins: () => {}, gone: () => {} })
  inbox.take(message('c', 9))
  inbox.forget('c')
  inbox.take(message('c', 12))
  expect(inbox.request().cursors.get('c')).toBeNull()
  for (const seq of [1, 2, 3]) inbox.take(message('c', seq))
  expect(inbox.request().cursors.get('c')).toBe(id(3))
})
