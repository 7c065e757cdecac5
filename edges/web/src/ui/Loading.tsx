import type { ReactNode } from 'react'
import { useText } from '../i18n/text.ts'
import { Button } from './Button.tsx'
import { FormError } from './FormError.tsx'
import { saying } from './saying.ts'
import type { Loaded } from './useLoaded.ts'
import './loading.css'

/** A setting, once it is known; the shape of it until then; what went wrong, with another try. */
export function Loading<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>
  readonly children: (value: T) => ReactNode
}) {
  const t = useText()
  const { value, error } = loaded
  return (
    <div className="loaded">
      <FormError error={error === null ? null : saying(t, error)} />
      {value !== undefined ? (
        children(value)
      ) : error !== null ? (
        <Button onClick={loaded.reload}>{t.common.tryAgain}</Button>
      ) : (
        <div className="loaded-waiting" role="status">
          <span className="visually-hidden">{t.common.loading}</span>
        </div>
      )}
    </div>
  )
}
