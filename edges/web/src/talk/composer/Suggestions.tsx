import { useText } from '../../i18n/text.ts'
import type { Suggestion } from './useSuggestions.ts'

/** What fits, above the field. The field keeps the focus and hears the keys. */
export function Suggestions({
  id,
  suggestions,
  chosen,
  onChoose,
}: {
  readonly id: string
  readonly suggestions: readonly Suggestion[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
}) {
  const t = useText().talk
  if (suggestions.length === 0) return null
  return (
    <div className="talk-suggestions" role="listbox" id={id} aria-label={t.suggestions}>
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field
        <div
          key={suggestion.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          // Not the mouse either takes the focus out of the field.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
        >
          {suggestion.face === '' ? null : <span className="talk-face">{suggestion.face}</span>}
          <bdi>{suggestion.label}</bdi>
        </div>
      ))}
    </div>
  )
}
