import { type KeyboardEvent, useEffect, useId, useState } from 'react'

/**
 * A field with a list below it, by the ARIA pattern of the combobox: the focus stays in the field, arrows move through the
 * list, Enter chooses.
 *
 * @param count of the options; the first is active whenever `reset` changes
 */
export function useListbox(count: number, reset: string, onChoose: (index: number) => void) {
  const id = useId()
  const [active, setActive] = useState(0)
  const at = Math.min(active, count - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at the first answer
  useEffect(() => setActive(0), [reset])
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView?.({ block: 'nearest' })
  }, [id, at])

  return {
    field: {
      role: 'combobox',
      'aria-expanded': count > 0,
      'aria-controls': id,
      'aria-autocomplete': 'list',
      'aria-activedescendant': count > 0 ? `${id}-${at}` : undefined,
      autoComplete: 'off',
      onKeyDown(event: KeyboardEvent) {
        if (event.nativeEvent.isComposing || event.altKey || count === 0) return
        if (event.key === 'ArrowDown') setActive((at + 1) % count)
        else if (event.key === 'ArrowUp') setActive((at - 1 + count) % count)
        else if (event.key === 'Enter') onChoose(at)
        else return
        event.preventDefault()
      },
    },
    list: { id },
    option: (index: number) => ({
      id: `${id}-${index}`,
      role: 'option',
      'aria-selected': index === at,
      'data-active': index === at || undefined,
      // The focus stays in the field.
      onMouseDown: (event: { preventDefault(): void }) => event.preventDefault(),
      onMouseMove: () => setActive(index),
      onClick: () => onChoose(index),
    }),
  } as const
}
