import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Point } from './timeline/useRowGestures.ts'

export interface MenuItem {
  readonly label: string
  readonly danger?: boolean
  readonly run: () => void
}

/**
 * What can be done, at a point, kept within the window. The element `<dialog>` keeps the focus in it, closes it with
 * Escape and gives the focus back.
 */
export function Menu({
  at,
  label,
  items,
  onClose,
}: {
  readonly at: Point
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const box = dialog.current
    if (box === null) return
    if (!box.open) box.showModal()
    const { width, height } = box.getBoundingClientRect()
    box.style.left = `${Math.max(8, Math.min(at.x, window.innerWidth - width - 8))}px`
    box.style.top = `${Math.max(8, at.y + height + 8 > window.innerHeight ? at.y - height : at.y)}px`
  }, [at])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const now = buttons.findIndex((button) => button.matches(':focus'))
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: (now + 1) % buttons.length,
      ArrowUp: (now - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    buttons[next]?.focus()
  }

  return (
    <dialog
      ref={dialog}
      className="talk-menu"
      aria-label={label}
      onClose={onClose}
      onPointerDown={(event) => {
        // The dialog itself is hit only outside of its content: on the scrim. Not by the click with which a long press ends.
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
    >
      <div role="menu" aria-label={label} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className={item.danger === true ? 'talk-danger' : undefined}
            onClick={(event) => {
              event.currentTarget.closest('dialog')?.close()
              item.run()
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </dialog>
  )
}
