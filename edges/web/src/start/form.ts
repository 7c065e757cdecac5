import type { Text } from '../i18n/text.ts'

export interface SignUp {
  readonly username: string
  readonly password: string
  readonly displayName: string
}

/** What the server would refuse, told before it is asked. Lengths are in characters, as the server counts them. */
export function signUpErrors({ username, password }: SignUp, t: Text): Partial<Record<keyof SignUp, string>> {
  const name = username.trim()
  const length = [...password.normalize('NFC')].length
  return {
    ...(name === ''
      ? { username: t.start.usernameMissing }
      : /^[A-Za-z0-9_.-]{3,64}$/.test(name)
        ? {}
        : { username: t.start.refused.username }),
    ...(length < 8 || length > 256 ? { password: t.start.refused.password } : {}),
  }
}

/** The field that a `bad_request` names. */
export function refusedField(cause: unknown): keyof SignUp | undefined {
  if (codeOf(cause) !== 'bad_request' || !(cause instanceof Error)) return undefined
  if (cause.message.includes('display_name')) return 'displayName'
  if (cause.message.includes('password')) return 'password'
  return cause.message.includes('username') ? 'username' : undefined
}

export function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined
}

/** After React has shown the errors. */
export function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
