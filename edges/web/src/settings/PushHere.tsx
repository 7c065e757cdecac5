import { useParley } from '@parley/react'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { disablePush, enablePush, type PushHereState, pushHere } from '../push/push.ts'
import { Switch } from '../ui/Choice.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSaying } from '../ui/saying.ts'

/** Whether this browser is woken. What stands in the way is said, as one has to change it elsewhere. */
export function PushHere() {
  const t = useText()
  const say = useSaying()
  const client = useParley()
  const [state, setState] = useState<PushHereState | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    let over = false
    pushHere(client).then(
      (now) => over || setState(now),
      (cause: unknown) => over || setError(cause),
    )
    return () => {
      over = true
    }
  }, [client])

  async function change(on: boolean) {
    setBusy(true)
    setError(null)
    try {
      setState(await (on ? enablePush(client) : disablePush(client)))
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }

  const hint = {
    on: t.settings.pushHint,
    off: t.settings.pushHint,
    denied: t.settings.pushDenied,
    unsupported: t.settings.pushUnsupported,
    'not-offered': t.settings.pushNoServer,
  }
  return (
    <>
      <Switch
        label={t.settings.push}
        hint={hint[state ?? 'off']}
        checked={state === 'on'}
        disabled={busy || (state !== 'on' && state !== 'off')}
        onChange={change}
      />
      <FormError error={error === null ? null : say(error)} />
    </>
  )
}
