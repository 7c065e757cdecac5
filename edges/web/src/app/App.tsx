import { ParleyProvider, useReadable } from '@parley/react'
import { lazy, Suspense, useEffect } from 'react'
import { Boundary } from './Boundary.tsx'
import { Broken } from './Broken.tsx'
import { Look } from './Look.tsx'
import { SessionProvider } from './SessionContext.ts'
import { Shell } from './Shell.tsx'
import { Splash } from './Splash.tsx'
import type { Session } from './session.ts'

// Who is signed in already, which is nearly always, need not load it.
const Start = lazy(async () => ({ default: (await import('../start/Start.tsx')).Start }))

export function App({ session }: { readonly session: Session }) {
  const now = useReadable(session)
  useEffect(() => {
    void session.restore()
  }, [session])

  return (
    <Look>
      <SessionProvider value={session}>
        <Boundary>
          <Suspense fallback={<Splash />}>
            {now.state === 'restoring' && <Splash />}
            {now.state === 'broken' && <Broken cause={now.cause} onRetry={() => void session.restore()} />}
            {now.state === 'signed-out' && <Start again={now.again} />}
            {now.state === 'open' && (
              <ParleyProvider client={now.client}>
                <Shell key={now.client.userId} />
              </ParleyProvider>
            )}
          </Suspense>
        </Boundary>
      </SessionProvider>
    </Look>
  )
}
