import { useText } from '../i18n/text.ts'
import { Logo } from '../ui/Logo.tsx'
import './splash.css'

/** For the moment until one knows who is signed in. It shows late, so that a quick start does not flicker. */
export function Splash() {
  const t = useText()
  return (
    <div className="splash" role="status">
      <Logo size={56} />
      <span className="visually-hidden">{t.common.loading}</span>
    </div>
  )
}
