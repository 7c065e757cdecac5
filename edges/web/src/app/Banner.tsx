import { useConnection, useParley, useReadable } from '@parley/react'
import { ArrowUpCircle, CloudOff, LogOut, MonitorSmartphone, RefreshCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { update } from '../push/worker.ts'
import { Button } from '../ui/Button.tsx'
import { useOnline } from './online.ts'
import { useSession } from './SessionContext.ts'
import { useLasting } from './useLasting.ts'
import './banner.css'

/** What is wrong with the connection, and what one can do; else that there is a newer client. Nothing, when nothing is. */
export function Banner() {
  const t = useText()
  const client = useParley()
  const session = useSession()
  const connection = useConnection()
  const online = useOnline()
  const takeUpdate = useReadable(update)
  const slow = useLasting(connection.state === 'connecting', 1500)

  switch (connection.state) {
    case 'replaced':
      return (
        <Bar kind="warning" icon={<MonitorSmartphone />} words={t.banner.replaced}>
          <Button kind="plain" onClick={() => client.reconnect()}>
            {t.banner.useHere}
          </Button>
        </Bar>
      )
    case 'signed-out':
      return (
        <Bar kind="danger" icon={<LogOut className="flip" />} words={t.banner.signedOut}>
          <Button kind="plain" onClick={() => void session.signInAgain()}>
            {t.banner.signInAgain}
          </Button>
        </Bar>
      )
    case 'waiting':
      return (
        <Bar kind="warning" icon={<CloudOff />} words={online ? t.banner.waiting : t.banner.offline}>
          {online && <Countdown until={connection.retryAt} />}
          <Button kind="plain" onClick={() => client.reconnect()}>
            {t.banner.retryNow}
          </Button>
        </Bar>
      )
    case 'connecting':
      return slow ? (
        <Bar kind="calm" icon={<RefreshCw className="banner-turning" />} words={t.banner.connecting} />
      ) : null
    default:
      return takeUpdate === null ? null : (
        <Bar kind="calm" icon={<ArrowUpCircle />} words={t.banner.update}>
          <Button kind="plain" onClick={takeUpdate}>
            {t.banner.reload}
          </Button>
        </Bar>
      )
  }
}

function Bar({
  kind,
  icon,
  words,
  children,
}: {
  readonly kind: 'calm' | 'warning' | 'danger'
  readonly icon: ReactNode
  readonly words: string
  readonly children?: ReactNode
}) {
  return (
    <div className={`banner banner-${kind}`} role="status">
      <span className="banner-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="banner-words">{words}</span>
      {children}
    </div>
  )
}

/** Each second would be too much to be read aloud. */
function Countdown({ until }: { readonly until: number }) {
  const t = useText()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000)
    return () => window.clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return (
    <span className="banner-count" aria-hidden="true">
      {t.banner.retryIn(seconds)}
    </span>
  )
}
