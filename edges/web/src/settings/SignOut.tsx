import { useParley, useReadable } from '@parley/react'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { navigate } from '../app/route.ts'
import { useSession } from '../app/SessionContext.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'

/** Leaves nothing behind on this device; so whatever is not sent yet is told before. */
export function SignOut() {
  const t = useText()
  const session = useSession()
  const unsent = useReadable(useParley().outgoing).length
  const [asking, setAsking] = useState(false)

  async function signOut() {
    navigate({}, true)
    await session.logout()
  }

  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <LogOut className="flip" size={18} aria-hidden="true" />
        {t.settings.signOut}
      </Button>
      {asking && (
        <Confirm
          title={t.settings.signOutTitle}
          action={t.settings.signOut}
          onConfirm={signOut}
          onClose={() => setAsking(false)}
        >
          {unsent > 0 && <p className="settings-unsent">{t.settings.unsent(unsent)}</p>}
          <p>{t.settings.signOutWhat}</p>
        </Confirm>
      )}
    </>
  )
}
