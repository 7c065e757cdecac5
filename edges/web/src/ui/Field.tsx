import { type ComponentProps, useId } from 'react'
import './field.css'

/** A line of input with its label, what helps, and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  ...rest
}: Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
}) {
  const id = useId()
  const below = error ?? hint
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className="input"
        aria-invalid={error !== undefined || undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
      />
      {below !== undefined && (
        <p id={`${id}-below`} className={error === undefined ? 'field-hint' : 'field-error'}>
          {below}
        </p>
      )}
    </div>
  )
}
