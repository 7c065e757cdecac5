import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Logo } from '../ui/Logo.tsx'
import './splash.css'

/** When what is kept here cannot be opened, as in some private windows, or with a full disk. */
export function Broken({ cause, onRetry }: { readonly cause: unknown; readonly onRetry: () => void }) {
  const t = useText()
  return (
    <main className="splash">
      <Logo size={56} />
      <div role="alert" className="splash-words">
        <h1>{t.broken.title}</h1>
        <p>{t.broken.what}</p>
        <p className="splash-cause">{cause instanceof Error ? cause.message : String(cause)}</p>
      </div>
      <Button kind="primary" onClick={onRetry}>
        {t.common.tryAgain}
      </Button>
    </main>
  )
}
