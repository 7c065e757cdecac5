import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Logo } from '../ui/Logo.tsx'
import { command } from './keyboard.ts'
import { navigate } from './route.ts'

/** Where a conversation will be. */
export function PickOne() {
  const t = useText()
  return (
    <div className="pick">
      <Logo size={56} />
      <h2>{t.shell.pickTitle}</h2>
      <p>{t.shell.pickWhat(`${command} K`)}</p>
    </div>
  )
}

/** When the address names a conversation that one is not in. */
export function Gone() {
  const t = useText()
  return (
    <div className="pick" role="alert">
      <h2>{t.shell.goneTitle}</h2>
      <p>{t.shell.goneWhat}</p>
      <Button onClick={() => navigate({}, true)}>{t.shell.toList}</Button>
    </div>
  )
}
