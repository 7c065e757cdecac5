import { describe, expect, it } from 'vitest'
import { notificationOf } from './notification.ts'
import { type Show, wakeOf } from './wake.ts'

const show = (more: Record<string, unknown> = {}): Show => {
  const wake = wakeOf({ type: 'show', conversation_id: 'c', conversation_type: 'direct', unread: 1, badge: 1, ...more })
  if (wake?.type !== 'show') throw new Error('no show')
  return wake
}

const shown = (more: Record<string, unknown>, language = 'en') => {
  const { title, options } = notificationOf(show(more), language)
  return `${title}: ${options.body}`
}

describe('a wake-up', () => {
  it('is read as far as this version knows it', () => {
    expect(wakeOf({ type: 'clear', conversation_id: 'c', badge: 3, later: 'x' })).toEqual({
      type: 'clear',
      conversation_id: 'c',
      badge: 3,
    })
    expect(wakeOf({ type: 'test' })).toEqual({ type: 'test' })
    for (const unknown of [
      null,
      undefined,
      1,
      'show',
      [],
      {},
      { type: 'show' },
      { type: 'sing', conversation_id: 'c' },
    ]) {
      expect(wakeOf(unknown)).toBeNull()
    }
  })

  it('shows who and what', () => {
    expect(shown({ sender: 'Ann', text: 'Hello' })).toBe('Ann: Hello')
    expect(shown({ conversation_type: 'group', title: 'Dinner', sender: 'Ann', text: 'Hello' })).toBe(
      'Dinner: Ann: Hello',
    )
  })

  it('counts what is unread', () => {
    expect(shown({ sender: 'Ann', text: 'Hello', unread: 3 })).toBe('Ann (3): Hello')
    expect(shown({ sender: 'Ann', unread: 3 })).toBe('Ann: 3 new messages')
  })

  it('shows no more than the reader wants', () => {
    expect(shown({ sender: 'Ann' })).toBe('Ann: New message')
    expect(shown({ conversation_type: 'group', title: 'Dinner', sender: 'Ann' })).toBe('Dinner: Ann: New message')
    expect(shown({})).toBe('Parley: New message')
    expect(shown({ unread: 2 })).toBe('Parley: 2 new messages')
    expect(shown({ unread: 2 }, 'de-AT')).toBe('Parley: 2 neue Nachrichten')
  })

  it('takes the place of the one before of its conversation, and leads there', () => {
    const { options } = notificationOf(show({ sender: 'Ann', text: 'Hello' }), 'en')
    expect(options.tag).toBe('c')
    expect(options.data).toEqual({ conversation_id: 'c' })
  })
})
