import { useState } from 'react'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Logo } from '../ui/Logo.tsx'
import { SignInForm } from './SignInForm.tsx'
import { SignUpForm } from './SignUpForm.tsx'
import './start.css'

/** @param again who was signed in until the server ended it */
export function Start({ again }: { readonly again?: string | undefined }) {
  const t = useText()
  const [newcomer, setNewcomer] = useState(false)
  return (
    <main className="start">
      <div className="start-card">
        <header className="start-header">
          <Logo size={48} />
          <h1>{newcomer ? t.start.signUpTitle : t.start.signInTitle}</h1>
          <p>{again !== undefined && !newcomer ? t.start.again : t.start.tagline}</p>
        </header>
        {newcomer ? <SignUpForm /> : <SignInForm username={again ?? ''} />}
        <p className="start-other">
          {newcomer ? t.start.haveAccount : t.start.noAccount}{' '}
          <Button kind="plain" onClick={() => setNewcomer(!newcomer)}>
            {newcomer ? t.start.signIn : t.start.signUp}
          </Button>
        </p>
      </div>
      <p className="start-foot">{t.start.foot(window.location.host)}</p>
    </main>
  )
}
