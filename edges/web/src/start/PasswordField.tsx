import { useId, useState } from 'react'
import { useText } from '../i18n/text.ts'
import '../ui/field.css'

/** A password that can be looked at. Password managers know it by `autocomplete`. */
export function PasswordField({
  autoComplete,
  autoFocus = false,
  hint,
  value,
  error,
  onChange,
}: {
  readonly autoComplete: 'current-password' | 'new-password'
  readonly autoFocus?: boolean
  readonly hint?: string
  readonly value: string
  readonly error?: string | undefined
  readonly onChange: (value: string) => void
}) {
  const t = useText()
  const id = useId()
  const [shown, setShown] = useState(false)
  const below = error ?? hint
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {t.start.password}
      </label>
      <div className="password">
        <input
          id={id}
          className="input"
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the page is this form, and its first field is where one begins
          autoFocus={autoFocus}
          required
          value={value}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={below === undefined ? undefined : `${id}-below`}
          onChange={(event) => onChange(event.target.value)}
        />
        <button type="button" className="password-show" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? t.start.hide : t.start.show}
          <span className="visually-hidden"> {t.start.password}</span>
        </button>
      </div>
      {below !== undefined && (
        <p id={`${id}-below`} className={error === undefined ? 'field-hint' : 'field-error'}>
          {below}
        </p>
      )}
    </div>
  )
}
