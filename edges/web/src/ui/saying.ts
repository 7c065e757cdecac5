import { type Text, useText } from '../i18n/text.ts'

/** What went wrong, in the reader's words, and what to do next. The server's own text is English, for programmers. */
export function saying(text: Text, cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined
  switch (code) {
    case 'unreachable':
      return text.errors.unreachable
    case 'unavailable':
      return text.errors.unavailable
    case 'rate_limited':
      return text.errors.rateLimited
    case 'forbidden':
      return text.errors.forbidden
    case 'not_found':
      return text.errors.notFound
    case 'too_large':
      return text.errors.tooLarge
    case 'unauthorized':
      return text.errors.unauthorized
    default:
      return text.errors.other
  }
}

export function useSaying(): (cause: unknown) => string {
  const text = useText()
  return (cause) => saying(text, cause)
}
