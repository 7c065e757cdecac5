import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useText } from '../i18n/text.ts'

export function SearchField({
  label,
  busy,
  onValue,
  ...rest
}: ComponentProps<'input'> & {
  readonly label: string
  readonly busy: boolean
  readonly onValue: (value: string) => void
}) {
  return (
    <div className="people-search">
      {busy ? <span className="spinner" aria-hidden="true" /> : <Search aria-hidden="true" />}
      <input
        {...rest}
        type="text"
        className="input"
        data-autofocus
        aria-label={label}
        placeholder={label}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={64}
        onChange={(event) => onValue(event.target.value)}
      />
    </div>
  )
}

/** How many were found, for those who do not see the list. */
export function FoundCount({ count, query }: { readonly count: number; readonly query: string }) {
  const t = useText()
  return (
    <p className="visually-hidden" role="status">
      {query === '' ? '' : count === 0 ? t.people.none(query) : t.people.found(count)}
    </p>
  )
}
