import { type FormEvent, useState } from 'react'
import { useSession } from '../app/SessionContext.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { FormError } from '../ui/FormError.tsx'
import { saying } from '../ui/saying.ts'
import { codeOf, focusFirstError, refusedField, type SignUp, signUpErrors } from './form.ts'
import { PasswordField } from './PasswordField.tsx'

export function SignUpForm() {
  const t = useText()
  const session = useSession()
  const [values, setValues] = useState<SignUp>({ username: '', password: '', displayName: '' })
  const [errors, setErrors] = useState<Partial<Record<keyof SignUp, string>>>({})
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  function set(field: keyof SignUp, value: string) {
    setValues((now) => ({ ...now, [field]: value }))
    setErrors(({ [field]: _mended, ...others }) => others)
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const found = signUpErrors(values, t)
    setErrors(found)
    setError(null)
    if (Object.keys(found).length > 0) return focusFirstError(form)
    setBusy(true)
    try {
      const displayName = values.displayName.trim()
      await session.register(values.username.trim(), values.password, displayName === '' ? undefined : displayName)
    } catch (cause) {
      setBusy(false)
      const field = refusedField(cause)
      if (codeOf(cause) === 'conflict') setErrors({ username: t.start.usernameTaken })
      else if (field !== undefined) setErrors({ [field]: t.start.refused[field] })
      else return setError(codeOf(cause) === 'not_found' ? t.start.noAccountsHere : saying(t, cause))
      focusFirstError(form)
    }
  }

  return (
    <form className="start-form" onSubmit={submit} noValidate>
      <FormError error={error} />
      <Field
        label={t.start.displayName}
        hint={t.start.displayNameHint}
        name="name"
        autoComplete="name"
        autoFocus
        maxLength={64}
        value={values.displayName}
        error={errors.displayName}
        onChange={(event) => set('displayName', event.target.value)}
      />
      <Field
        label={t.start.username}
        hint={t.start.usernameHint}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        maxLength={64}
        value={values.username}
        error={errors.username}
        onChange={(event) => set('username', event.target.value)}
      />
      <PasswordField
        autoComplete="new-password"
        hint={t.start.passwordHint}
        value={values.password}
        error={errors.password}
        onChange={(password) => set('password', password)}
      />
      <Button type="submit" kind="primary" busy={busy} className="start-submit">
        {t.start.signUp}
      </Button>
    </form>
  )
}
