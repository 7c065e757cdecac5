import { type FormEvent, useState } from 'react'
import { useSession } from '../app/SessionContext.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { FormError } from '../ui/FormError.tsx'
import { saying } from '../ui/saying.ts'
import { codeOf, focusFirstError } from './form.ts'
import { PasswordField } from './PasswordField.tsx'

export function SignInForm({ username: known }: { readonly username: string }) {
  const t = useText()
  const session = useSession()
  const [username, setUsername] = useState(known)
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState({ username: false, password: false })
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const lacks = { username: username.trim() === '', password: password === '' }
    setMissing(lacks)
    setError(null)
    if (lacks.username || lacks.password) return focusFirstError(form)
    setBusy(true)
    try {
      await session.login(username.trim(), password)
    } catch (cause) {
      const code = codeOf(cause)
      // A password that is too short to be one is as wrong as any other.
      const wrong = code === 'unauthorized' || code === 'bad_request'
      setError(wrong ? t.start.wrong : code === 'not_found' ? t.start.noAccountsHere : saying(t, cause))
      setBusy(false)
    }
  }

  return (
    <form className="start-form" onSubmit={submit} noValidate>
      <FormError error={error} />
      <Field
        label={t.start.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus={known === ''}
        required
        value={username}
        error={missing.username ? t.start.usernameMissing : undefined}
        onChange={(event) => setUsername(event.target.value)}
      />
      <PasswordField
        autoComplete="current-password"
        autoFocus={known !== ''}
        value={password}
        error={missing.password ? t.start.passwordMissing : undefined}
        onChange={setPassword}
      />
      <Button type="submit" kind="primary" busy={busy} className="start-submit">
        {t.start.signIn}
      </Button>
    </form>
  )
}
