import { CircleAlert } from 'lucide-react'
import './form-error.css'

/** What is wrong with all of a form. The region is there before the error is, so that it is read. */
export function FormError({ error }: { readonly error: string | null }) {
  return (
    <div role="alert">
      {error !== null && (
        <p className="form-error">
          <CircleAlert aria-hidden="true" />
          {error}
        </p>
      )}
    </div>
  )
}
