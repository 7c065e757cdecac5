import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useRowGestures } from './useRowGestures.ts'

const told: string[] = []

function Rows() {
  const gestures = useRowGestures({
    onMenu: (key, at) => told.push(`menu ${key} ${at.x},${at.y}`),
    onDo: (action, key) => told.push(`${action} ${key}`),
    onLeave: () => told.push('leave'),
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as in the list
    <div role="feed" tabIndex={0} {...gestures}>
      <article data-row="a" tabIndex={-1}>
        first
      </article>
      <article data-row="b" tabIndex={-1}>
        second <button type="button" data-menu="" /> <button type="button" data-do="retry" aria-label="retry" />
      </article>
    </div>
  )
}

beforeEach(() => {
  told.length = 0
  vi.useFakeTimers()
  render(<Rows />)
})
afterEach(() => {
  vi.useRealTimers()
})

const touch = { pointerType: 'touch', clientX: 30, clientY: 40 }

test('a long press opens the menu where the finger is', () => {
  fireEvent.pointerDown(screen.getByText('first'), touch)
  vi.advanceTimersByTime(499)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toEqual(['menu a 30,40'])
})

test('a finger that scrolls or leaves presses nothing, nor does the mouse', () => {
  const row = screen.getByText('first')
  fireEvent.pointerDown(row, touch)
  fireEvent.pointerMove(row, { ...touch, clientY: 60 })
  vi.advanceTimersByTime(1000)
  fireEvent.pointerDown(row, touch)
  fireEvent.pointerUp(row, touch)
  vi.advanceTimersByTime(1000)
  fireEvent.pointerDown(row, { ...touch, pointerType: 'mouse' })
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([])
})

test('where a finger has our menu, it does not get the browser own as well; the mouse does', () => {
  const row = screen.getByText('first')
  fireEvent.pointerDown(row, touch)
  expect(fireEvent.contextMenu(row)).toBe(false)
  fireEvent.pointerDown(row, { ...touch, pointerType: 'mouse' })
  expect(fireEvent.contextMenu(row)).toBe(true)
})

test('the keys: arrows go from row to row, Enter opens the menu, Escape leaves and goes no further', () => {
  const [first, second] = screen.getAllByRole('article')
  second?.focus()
  fireEvent.keyDown(document.activeElement ?? document, { key: 'ArrowUp' })
  expect(document.activeElement).toBe(first)
  fireEvent.keyDown(document.activeElement ?? document, { key: 'ArrowUp', altKey: true })
  expect(document.activeElement).toBe(first)
  fireEvent.keyDown(document.activeElement ?? document, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(second)
  fireEvent.keyDown(document.activeElement ?? document, { key: 'Enter' })
  expect(fireEvent.keyDown(document.activeElement ?? document, { key: 'Escape' })).toBe(false)
  expect(told).toEqual(['menu b 0,0', 'leave'])
})

test('a button in a row does what it says', () => {
  fireEvent.click(screen.getByRole('button', { name: 'retry' }))
  expect(told).toEqual(['retry b'])
})
