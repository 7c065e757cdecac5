import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import '../../ui/field.css'
import { EmojiGrid } from './EmojiGrid.tsx'
import { type EmojiBook, findEmoji, readEmoji } from './emoji.ts'

/** One emoji of each group, for its button. */
const faces = ['😀', '👋', '🐻', '🍏', '🚗', '⚽', '💡', '❤️', '🏁']
const MOST_FOUND = 120

export default function EmojiPicker({
  onPick,
  onClose,
}: {
  readonly onPick: (emoji: string) => void
  readonly onClose: () => void
}) {
  const t = useText().talk
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [book, setBook] = useState<EmojiBook | null>(null)
  const [failed, setFailed] = useState(false)
  const [group, setGroup] = useState(0)
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)

  useEffect(() => {
    readEmoji().then(setBook, () => setFailed(true))
    // A phone's keyboard would cover what is to be chosen from.
    if (!matchMedia('(pointer: coarse)').matches) field.current?.focus()
  }, [])
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (target !== null && !box.current?.contains(target) && target.closest('.talk-field') === null) onClose()
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [onClose])

  const shown = book === null ? [] : wanted === '' ? (book.groups[group] ?? []) : findEmoji(book, wanted, MOST_FOUND)
  const status = failed ? t.emojiFailed : book === null ? t.loading : shown.length === 0 ? t.noEmoji : null
  return (
    <div
      ref={box}
      className="talk-emoji"
      role="dialog"
      aria-label={t.emoji}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={t.searchEmoji}
        placeholder={t.searchEmoji}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') box.current?.querySelector<HTMLElement>('.talk-emoji-grid button')?.focus()
          if (event.key === 'Enter' && shown[0] !== undefined) onPick(shown[0].emoji)
          if (event.key === 'Enter' || event.key === 'ArrowDown') event.preventDefault()
        }}
      />
      <div className="talk-emoji-groups">
        {t.emojiGroups.map((name, index) => (
          <button
            key={name}
            type="button"
            title={name}
            aria-label={name}
            aria-pressed={wanted === '' && group === index}
            onClick={() => {
              setQuery('')
              setGroup(index)
            }}
          >
            {faces[index]}
          </button>
        ))}
      </div>
      <EmojiGrid key={wanted === '' ? group : wanted} emoji={shown} onPick={onPick} />
      {status === null ? null : (
        <p className="talk-emoji-status" role="status">
          {status}
        </p>
      )}
    </div>
  )
}
