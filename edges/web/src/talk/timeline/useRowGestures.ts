import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from 'react'

/** Where a menu opens, in pixels of the viewport. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface RowGestures {
  /** Somebody wants to see what can be done with a row. */
  readonly onMenu: (key: string, at: Point) => void
  readonly onDo: (action: string, key: string) => void
  /** Out of the list, as with Escape. */
  readonly onLeave: () => void
}

const LONG_PRESS_MS = 500
const MOVED_PX = 10

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null

const corner = (element: Element): Point => {
  const box = element.getBoundingClientRect()
  return { x: box.left, y: box.bottom }
}

/** The listeners of all rows, once: the arrow keys go from row to row, Enter or a long press opens the menu. */
export function useRowGestures({ onMenu, onDo, onLeave }: RowGestures) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; at: Point } | null>(null)
  const lastPointer = useRef('')
  const release = () => {
    clearTimeout(press.current?.timer)
    press.current = null
  }

  return {
    onClick: (event: MouseEvent) => {
      const key = rowOf(event.target)?.dataset['row']
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-menu],[data-do]') : null
      if (key === undefined || button === null) return
      const action = button.dataset['do']
      if (action === undefined) onMenu(key, corner(button))
      else onDo(action, key)
    },
    onKeyDown: (event: KeyboardEvent) => {
      const row = rowOf(event.target)
      if (event.key === 'Escape') {
        // It ends here: to the shell, it would close the conversation.
        event.preventDefault()
        onLeave()
      }
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (row !== event.target || row === null) {
        if (event.target === event.currentTarget && event.key === 'ArrowUp') {
          event.preventDefault()
          focusLastVisible(event.currentTarget)
        }
        return
      }
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault()
        focusRow(neighbour(row, event.key === 'ArrowUp' ? 'previousElementSibling' : 'nextElementSibling'))
      } else if (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu' || isMenuKey(event)) {
        event.preventDefault()
        onMenu(row.dataset['row'] ?? '', corner(row.querySelector('.talk-bubble') ?? row))
      }
    },
    onContextMenu: (event: MouseEvent) => {
      // A finger has our menu, the mouse has the browser's: it copies what is selected.
      if (lastPointer.current === 'touch' && rowOf(event.target) !== null) event.preventDefault()
    },
    onPointerDown: (event: PointerEvent) => {
      release()
      lastPointer.current = event.pointerType
      const row = rowOf(event.target)
      if (event.pointerType !== 'touch' || row === null) return
      const at = { x: event.clientX, y: event.clientY }
      press.current = { at, timer: setTimeout(() => onMenu(row.dataset['row'] ?? '', at), LONG_PRESS_MS) }
    },
    onPointerMove: (event: PointerEvent) => {
      const at = press.current?.at
      if (at !== undefined && Math.hypot(event.clientX - at.x, event.clientY - at.y) > MOVED_PX) release()
    },
    onPointerUp: release,
    onPointerCancel: release,
  }
}

const isMenuKey = (event: KeyboardEvent) => event.key === 'F10' && event.shiftKey

function neighbour(row: HTMLElement, way: 'previousElementSibling' | 'nextElementSibling'): HTMLElement | null {
  let next = row[way]
  while (next !== null && !(next instanceof HTMLElement && next.dataset['row'] !== undefined)) next = next[way]
  return next
}

function focusRow(row: HTMLElement | null): void {
  row?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}

/** Focuses the last row that begins on the screen. */
export function focusLastVisible(scroller: Element): void {
  const { bottom } = scroller.getBoundingClientRect()
  const rows = [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
  focusRow(rows.findLast((row) => row.getBoundingClientRect().top < bottom - 8) ?? rows.at(-1) ?? null)
}
