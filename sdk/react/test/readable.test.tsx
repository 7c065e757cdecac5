import type { Readable } from '@parley/client'
import { act, cleanup, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, expect, it } from 'vitest'
import { useReadable } from '../src/readable.js'
import { Cell } from './cell.js'

function Shown({ of }: { of: Readable<string> }) {
  return <p>{useReadable(of)}</p>
}

afterEach(cleanup)

it('shows the value and its changes, also in StrictMode', () => {
  const cell = new Cell('one')
  const { unmount } = render(
    <StrictMode>
      <Shown of={cell} />
    </StrictMode>,
  )
  expect(screen.getByText('one')).toBeTruthy()
  act(() => cell.set('two'))
  expect(screen.getByText('two')).toBeTruthy()
  expect(cell.listeners.size).toBe(1)
  unmount()
  expect(cell.listeners.size).toBe(0)
})

it('goes over to another readable at once', () => {
  const first = new Cell('first')
  const second = new Cell('second')
  const { rerender } = render(<Shown of={first} />)
  rerender(<Shown of={second} />)
  expect(screen.getByText('second')).toBeTruthy()
  expect(first.listeners.size).toBe(0)
})
