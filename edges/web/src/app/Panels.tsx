import { lazy, Suspense } from 'react'
import { Boundary } from './Boundary.tsx'
import type { Panel } from './route.ts'

// None of these is needed for the first look, and some bring the dialogs of Base UI along.
const Details = lazy(async () => ({ default: (await import('../details/Details.tsx')).Details }))
const Dialogs = lazy(async () => ({ default: (await import('./Dialogs.tsx')).Dialogs }))

export function Panels({
  conversationId,
  panel,
}: {
  readonly conversationId: string | undefined
  readonly panel: Panel | undefined
}) {
  return (
    // By its key, so that closing the panel takes away what was said of it.
    <Boundary key={panel}>
      <Suspense fallback={panel === 'details' ? <div className="pane pane-details" aria-busy /> : null}>
        {panel === 'details' && conversationId !== undefined ? (
          <Details key={conversationId} conversationId={conversationId} />
        ) : (
          panel !== undefined && <Dialogs panel={panel} conversationId={conversationId} />
        )}
      </Suspense>
    </Boundary>
  )
}
