import type { ComponentProps, ReactNode } from 'react'
import './button.css'

type Kind = 'primary' | 'quiet' | 'danger' | 'plain'

export function Button({
  kind = 'quiet',
  busy = false,
  className = '',
  children,
  ...rest
}: ComponentProps<'button'> & { readonly kind?: Kind; readonly busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  )
}

/** A button that is a picture; its name is read, and shown where one points. */
export function IconButton({
  label,
  className = '',
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { readonly label: string; readonly children: ReactNode }) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className={`icon-button ${className}`}>
      {children}
    </button>
  )
}
