import { type KeyboardEvent, memo } from 'react'
import type { Emoji } from './emoji.ts'

/** Emoji to choose from, by mouse, touch or arrow keys: it is one stop for Tab. */
export const EmojiGrid = memo(function EmojiGrid({
  emoji,
  onPick,
}: {
  readonly emoji: readonly Emoji[]
  readonly onPick: (emoji: string) => void
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens to the buttons in it
    <div
      className="talk-emoji-grid"
      onKeyDown={moveFocus}
      onClick={(event) => {
        const picked = event.target instanceof Element ? event.target.closest('button') : null
        if (picked?.textContent) onPick(picked.textContent)
      }}
    >
      {emoji.map(({ emoji, label }, index) => (
        <button key={emoji} type="button" title={label} aria-label={label} tabIndex={index === 0 ? 0 : -1}>
          {emoji}
        </button>
      ))}
    </div>
  )
})

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const now = buttons.findIndex((button) => button.matches(':focus'))
  if (now < 0) return
  const top = buttons[0]?.offsetTop
  const wrapped = buttons.findIndex((button) => button.offsetTop !== top)
  const columns = wrapped < 1 ? buttons.length : wrapped
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: now + forward,
    ArrowLeft: now - forward,
    ArrowDown: now + columns,
    ArrowUp: now - columns,
    Home: 0,
    End: buttons.length - 1,
  }
  const next = steps[event.key]
  if (next === undefined) return
  event.preventDefault()
  if (next < 0) event.currentTarget.parentElement?.querySelector('input')?.focus()
  else buttons[Math.min(next, buttons.length - 1)]?.focus()
}
