import { describe, expect, test } from 'vitest'
import { hotkeyOf, neighbour } from './hotkeys.ts'

const key = (name: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('keys', () => {
  test.each([
    [key('k', { ctrlKey: true }), 'switch'],
    [key('K', { metaKey: true }), 'switch'],
    [key('ArrowDown', { altKey: true }), 'next'],
    [key('ArrowUp', { altKey: true }), 'previous'],
    [key('ArrowDown', { altKey: true, shiftKey: true }), 'nextUnread'],
    [key('ArrowUp', { altKey: true, shiftKey: true }), 'previousUnread'],
    [key('?', { shiftKey: true }), 'help'],
    // On a German keyboard.
    [key('/', { shiftKey: true }), 'composer'],
    [key('n'), 'new'],
    [key('Escape'), 'close'],
    [key('n', { ctrlKey: true }), undefined],
    [key('k'), undefined],
    [key('ArrowDown'), undefined],
  ] as const)('%o is %s', (pressed, hotkey) => expect(hotkeyOf(pressed, false, true)).toBe(hotkey))

  test('letters are letters where one writes; the others work there too', () => {
    expect(hotkeyOf(key('n'), true, true)).toBeUndefined()
    expect(hotkeyOf(key('?'), true, true)).toBeUndefined()
    expect(hotkeyOf(key('/'), true, true)).toBeUndefined()
    expect(hotkeyOf(key('k', { ctrlKey: true }), true, true)).toBe('switch')
    expect(hotkeyOf(key('Escape'), true, true)).toBe('close')
  })

  test('of one character can be switched off; the others stay', () => {
    for (const name of ['n', '/', '?']) expect(hotkeyOf(key(name), false, false)).toBeUndefined()
    expect(hotkeyOf(key('k', { ctrlKey: true }), false, false)).toBe('switch')
    expect(hotkeyOf(key('Escape'), false, false)).toBe('close')
  })
})

describe('the neighbour', () => {
  const list = ['a', 'b', 'c'].map((conversation_id, unread) => ({ conversation_id, unread }))
  const from = (open: string | undefined, step: 1 | -1, unreadOnly = false) =>
    neighbour(list, open, step, unreadOnly)?.conversation_id

  test('is the next or the previous, and around the end', () => {
    expect(from('a', 1)).toBe('b')
    expect(from('c', 1)).toBe('a')
    expect(from('a', -1)).toBe('c')
    expect(from(undefined, 1)).toBe('a')
    expect(from(undefined, -1)).toBe('c')
    expect(from('gone', 1)).toBe('a')
  })

  test('that is unread passes by those that are read', () => {
    expect(from('c', 1, true)).toBe('b')
    expect(from('b', -1, true)).toBe('c')
    expect(neighbour(list.slice(0, 1), 'a', 1, false)).toBeUndefined()
    expect(neighbour([], undefined, 1, false)).toBeUndefined()
  })
})
